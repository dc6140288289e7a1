"""What a page says of itself at its top: checked and positioned as records are, whoever else reads it later.

``model`` declares our keys, ``block`` finds the lines, and ``checks`` makes values and problems of them. These know no
Sphinx. ``reading`` does it for each page of a build.
"""
