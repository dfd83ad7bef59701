"""Excel workbooks: registers, the entry workbook, lists of problems."""
