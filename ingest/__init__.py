"""Flattens government information disclosure annual reports into raw tables.

The folders follow the flow of a document: ``read`` turns bytes into blocks, ``place`` turns blocks
into the cells of a form, ``identify`` says who reports and when, ``document`` joins the three into
one pure function, and ``build`` runs it over a folder and publishes the warehouse.
"""
