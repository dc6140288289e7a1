"""The handbook as a book: pages composed into one document, written as Typst, and set as a PDF for everyone."""
