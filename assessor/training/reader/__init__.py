"""The network that reads stories: how it is fitted and put into the encoder's graph (``assessor train-encoder``).

Needs torch and onnx (``pip install "assessor[train-encoder]"``); nothing else in the program does. What comes out is a part of
``models/encoder/``: a branch of the encoder's graph, a small graph that reads a whole story, and what the network says of the corpora's
answers when it has not learnt from them.
"""
