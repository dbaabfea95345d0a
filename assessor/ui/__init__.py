"""The pages a person works on; the only place with Streamlit, and no business rule in it."""
