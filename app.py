"""The application: ``assessor app``, or ``streamlit run app.py``."""

from assessor.ui.shell import run

run()
