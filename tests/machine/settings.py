"""Edits of settings, of the language, of code, and of files that the site takes as they are."""

from __future__ import annotations

import re

from .project import PIXEL, Skip, Subject

# Not `keep_warnings`: what it shows of a file that is missing is the path of the project, which the clean one has not.
VALUES = {
    "html_permalinks": ["False"],
    "html_permalinks_icon": ["'#'"],
    "html_copy_source": ["False"],
    "html_show_sourcelink": ["False"],
    "html_sourcelink_suffix": ["''", "'.src'"],
    "html_theme": ["'rdm'", "'alabaster'", "'nature'", "'classic'"],
    "html_theme_options": [
        "{'nosidebar': True}",
        "{'body_max_width': '50em'}",
        "{'accent': '#7a1f4b'}",
        "{'sections': [('index', 'Start')]}",
    ],
    "html_css_files": ["['own.css', 'other.css']", "['other.css', 'own.css']", "[('own.css', {'media': 'print'})]"],
    "html_js_files": ["['own.js']"],
    "html_static_path": ["['_static']", "['_static', '_more']", "[]"],
    "html_extra_path": ["['_extra']"],
    "templates_path": ["['_templates']"],
    "html_title": ["'Spade'", "'Hoe'"],
    "html_short_title": ["'Sp'"],
    "html_baseurl": ["'https://garden.example/a/'"],
    "html_context": ["{'colour': 'red'}"],
    "html_sidebars": ["{'**': ['localtoc.html']}", "{'soil': []}"],
    "html_additional_pages": ["{'extra': 'search.html'}"],
    "html_logo": ["'_static/logo.png'"],
    "html_favicon": ["'_static/icon.png'"],
    "html_use_index": ["False"],
    "html_split_index": ["True"],
    "html_domain_indices": ["False"],
    "html_use_opensearch": ["'https://garden.example'"],
    "html_file_suffix": ["'.htm'"],
    "html_link_suffix": ["'.htm'"],
    "html_show_sphinx": ["False"],
    "html_search_language": ["'sv'", "'de'"],
    "html_secnumber_suffix": ["') '"],
    "html_codeblock_linenos_style": ["'table'"],
    "html_style": ["'own.css'"],
    "html_output_encoding": ["'ascii'"],
    "language": ["'sv'", "'de'", "'ja'"],
    "locale_dirs": ["['locale']", "['locale', 'more']"],
    "gettext_compact": ["False"],
    "figure_language_filename": ["'{root}.{language}{ext}'"],
    "pygments_style": ["'monokai'"],
    "numfig": ["True"],
    "numfig_format": ["{'figure': 'Picture %s'}"],
    "numfig_secnum_depth": ["0"],
    "math_number_all": ["True"],
    "math_eqref_format": ["'No. {number}'"],
    "smartquotes": ["False"],
    "rst_prolog": ["'.. A word before.'"],
    "rst_epilog": ["'.. |x| replace:: y'"],
    "default_role": ["'math'"],
    "highlight_language": ["'python'"],
    "nitpicky": ["True"],
    "toc_object_entries": ["False"],
    "suppress_warnings": ["['toc']", "['myst', 'rdm']"],
    "exclude_patterns": ["['soil.md']", "['beds/*']", "['index.rst', 'maps']"],
    "include_patterns": ["['*']", "['**']"],
    "project": ["'Allotment'"],
    "release": ["'2'"],
    "copyright": ["'Diggers'"],
    "author": ["'Diggers & <Co>'"],
    "extensions": [
        "[*extensions, 'sphinx.ext.todo']",
        "[*extensions, 'sphinx.ext.autosectionlabel']",
        "[*extensions, 'sphinx.ext.githubpages']",
        "[*extensions, 'local_ext']",
        "[*extensions, 'sphinx.ext.ifconfig', 'sphinx.ext.extlinks']",
    ],
    "todo_include_todos": ["True"],
    "myst_heading_anchors": ["3"],
    "myst_enable_extensions": ["['colon_fence', 'smartquotes', 'deflist']", "[]"],
    "myst_number_code_blocks": ["['python']"],
    "rdm_data": ["'other'"],
    "rdm_words_per_sentence": ["12"],
    "epub_show_urls": ["'no'"],
    "epub_basename": ["'book'"],
    "epub_exclude_files": ["['search.xhtml']"],
    "text_newlines": ["'windows'"],
    "text_sectionchars": ["'=-~*+#'"],
    "trim_doctest_flags": ["False"],
    "today": ["'Monday'"],
}
"""What a setting may be changed to, as it stands in ``conf.py``."""

CODE = """\
def setup(app):
    app.connect("html-page-context", lambda app, page, template, context, doctree: context.update(title="%s"))
    extra = globals().get("earlier_setup")
    if extra:
        extra(app)
"""


def setting(subject: Subject) -> str:
    """A setting comes, changes or goes."""
    name = subject.some(sorted(VALUES))
    value = subject.some(VALUES[name])
    line = f"{name} = {value}  # by the machine\n"

    def edit(text: str) -> str:
        kept = re.sub(rf"(?m)^{name} = .*  # by the machine\n", "", text)
        return kept if kept != text and subject.chance(0.6) else f"{kept}{line}"

    subject.change("conf.py", edit)
    if name == "rdm_data" and not (subject.root / "other").exists():
        for file in subject.files("data"):
            subject.write(file.replace("data/", "other/"), subject.read(file))
    if "local_ext" in value and not (subject.root / "local_ext.py").exists():
        code_of_extension(subject)
    if name.startswith("locale") and not subject.files("docs/locale"):
        translation(subject)
    return line.strip()


def setting_gone(subject: Subject) -> str:
    lines = [line for line in subject.read("conf.py").splitlines() if line.endswith("# by the machine")]
    line = subject.some(lines)
    subject.change("conf.py", lambda text: text.replace(line + "\n", ""))
    return f"without {line}"


def code_of_settings(subject: Subject) -> str:
    """The code in ``conf.py`` does something else, though no value changes."""
    word = subject.word()
    mark = "# code by the machine\n"

    def edit(text: str) -> str:
        text = text.partition(mark)[0]
        if subject.chance(0.4):
            return text
        return text + mark + "earlier_setup = globals().get('setup')\n" + CODE % word

    subject.change("conf.py", edit)
    return word


def code_of_extension(subject: Subject) -> str:
    """An extension of the project itself puts something else on pages."""
    word = subject.word()
    code = (
        "def setup(app):\n"
        f"    add = lambda app, name, text: text.__setitem__(0, text[0] + '\\n\\nBy {word}.\\n')\n"
        "    app.connect('source-read', add)\n"
        "    return {'version': '1', 'parallel_read_safe': True, 'parallel_write_safe': True}\n"
    )
    subject.write("local_ext.py", code)
    return word


def static(subject: Subject) -> str:
    """A file that the site takes as it is comes, changes or goes; old ones too."""
    folder = subject.some(["_static", "_static", "_more", "_extra"])
    name = subject.some(
        ["own.css", "other.css", "own.js", "logo.png", "icon.png", "deep/own.css", "rdm.css", "x.css.jinja"]
    )
    path = f"{folder}/{name}"
    if (subject.root / path).exists() and subject.chance(0.4):
        subject.remove(path)
        return f"without {path}"
    subject.write(path, PIXEL if name.endswith("png") else f"/* {subject.word()} */\n")
    if subject.chance(0.3):
        subject.age(path)
    return path


def template(subject: Subject) -> str:
    """A template of the project comes, changes or goes."""
    path = subject.some(["_templates/layout.html", "_templates/search.html", "_templates/localtoc.html"])
    if (subject.root / path).exists() and subject.chance(0.4):
        subject.remove(path)
        return f"without {path}"
    word = subject.word()
    bodies = {
        "layout": f"{{% extends '!layout.html' %}}{{% block footer %}}<p>{word}</p>{{{{ super() }}}}{{% endblock %}}\n",
        "search": f"{{% extends '!search.html' %}}{{% block body %}}<p>{word}</p>{{% endblock %}}\n",
        "localtoc": f"<p>{word}</p>\n",
    }
    subject.write(path, bodies[path.rpartition("/")[2].partition(".")[0]])
    if subject.chance(0.3):
        subject.age(path)
    if "templates_path" not in subject.read("conf.py"):
        subject.change("conf.py", lambda text: f"{text}templates_path = ['_templates']  # by the machine\n")
    return path


def translation(subject: Subject) -> str:
    """Words of a page, of the extension or of Sphinx are translated otherwise, or no more."""
    domain = subject.some(["sphinx_rdm", "sphinx", "soil", "index"])
    language = subject.some(["sv", "de"])
    path = f"docs/locale/{language}/LC_MESSAGES/{domain}.po"
    if (subject.root / path).exists() and subject.chance(0.3):
        subject.remove(path)
        compiled = path[:-2] + "mo"
        if (subject.root / compiled).exists():
            subject.remove(compiled)
        return f"without {path}"
    word = subject.word()
    pairs = {"Provider": f"{word} P", "Search": f"{word} S", "Soil": f"{word} E", "Garden": f"{word} G"}
    pairs |= {"Listed on": f"{word} L", "Index": f"{word} I", "Navigation": f"{word} N"}
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    subject.write(path, head + "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in pairs.items()))
    return f"{path}: {word}"


def foreign(subject: Subject, unfinished: set[str]) -> str:
    """Somebody puts a file into the output, but for that of *unfinished* builders."""
    known = (path for path in subject.root.glob("build/*") if path.is_dir() and "doctrees" not in path.name)
    folders = sorted(path for path in known if path.name not in unfinished)
    folder = subject.some(folders)
    name = subject.some(["foreign.txt", "_images/foreign.png", "_static/foreign.css", "beds/foreign.html"])
    path = folder / name
    if not path.parent.is_dir() and "/" in name and not name.startswith("beds"):
        raise Skip
    path.parent.mkdir(exist_ok=True)
    path.write_text("foreign", "utf-8")
    return str(path.relative_to(subject.root))


RULES = {
    setting: 10,
    setting_gone: 3,
    code_of_settings: 1,
    code_of_extension: 1,
    static: 4,
    template: 2,
    translation: 2,
}
