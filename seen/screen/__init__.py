"""The only package that knows Streamlit: frame, filters, cards, tables and links.

It promises that pages read like a table of contents and hold no state of their own.
"""
