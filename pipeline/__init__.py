"""Tongbao (通报): a month of workbooks in, the official documents out."""
