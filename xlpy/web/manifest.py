"""What Excel reads to install the add-in (manifest.xml): where it lies, its ribbon, its functions.

Without a namespace of their own the functions keep their names: `=TD_COMMISSION(...)`.
"""

from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from xlpy.core.text import Text
from xlpy.desk.buttons import GROUPS, TAB, Button
from xlpy.web.icons import SIZES

PANE = "help"
"""The button whose picture the pane and the add-in itself bear."""
_LONGEST = {"ShortStrings": 125, "LongStrings": 250}
"""How many letters Office takes of a text."""
_PANE = Text("面板", "Pane")
_PANE_TIP = Text("信息、问题、长文本。", "Messages, questions, long texts.")
_ABOUT = Text(
    "外贸部：提成、奖池、工资。数据只在工作簿里。",
    "A trade department: commission, pools, pay. The data stay in the workbook.",
)


def manifest(url: str, version: str, buttons: Sequence[Button]) -> str:
    """The text of manifest.xml for an add-in that lies at an address."""
    strings = _Strings()
    groups = "".join(_groups(buttons, strings))
    urls = {
        "page": f"{url}/taskpane.html",
        "script": f"{url}/functions.js",
        "metadata": f"{url}/functions.json",
    }
    return _WHOLE.format(
        id=uuid5(NAMESPACE_URL, "tradedept/web"),
        version=f"{version}.0",
        url=escape(url),
        host=escape("/".join(url.split("/")[:3])),
        about=quoteattr(_ABOUT.zh),
        about_en=quoteattr(_ABOUT.en),
        groups=groups,
        tab=strings.short("tab", TAB),
        tip=strings.long("pane.tip", str(_PANE_TIP)),
        images="".join(_resources("Image", _images(url, buttons))),
        urls="".join(_resources("Url", urls.items())),
        short="".join(_resources("String", strings.kept["ShortStrings"].items())),
        long="".join(_resources("String", strings.kept["LongStrings"].items())),
    )


class _Strings:
    """The texts of a manifest stand at its end; its parts name them."""

    def __init__(self):
        self.kept = {kind: {} for kind in _LONGEST}

    def short(self, name: str, text: str) -> str:
        return self._keep("ShortStrings", name, text)

    def long(self, name: str, text: str) -> str:
        return self._keep("LongStrings", name, text)

    def _keep(self, kind: str, name: str, text: str) -> str:
        most = _LONGEST[kind]
        self.kept[kind][name] = text if len(text) <= most else f"{text[: most - 1]}…"
        return name


def _groups(buttons: Iterable[Button], strings: _Strings) -> Iterable[str]:
    for key, zh, en in GROUPS:
        own = [button for button in buttons if button.group == key]
        if own:
            controls = [_control(each, strings) for each in own]
            yield _group(key, f"{zh} {en}", own[0].key, controls, strings)
    label = strings.short("b.pane", " ".join(_PANE))
    pane = _button("pane", label, "pane.tip", PANE, _SHOWS)
    yield _group("pane", " ".join(_PANE), PANE, [pane], strings)


def _group(key: str, label: str, icon: str, controls: list[str], strings: _Strings) -> str:
    named = strings.short(f"g.{key}", label)
    return (
        f'<Group id="TradeDept.{key}"><Label resid="{named}"/>{_icon(icon)}'
        f"{''.join(controls)}</Group>"
    )


def _control(button: Button, strings: _Strings) -> str:
    label = strings.short(f"b.{button.key}", button.label)
    tip = strings.long(f"t.{button.key}", button.tip)
    does = f'<Action xsi:type="ExecuteFunction"><FunctionName>{button.key}</FunctionName></Action>'
    return _button(button.key, label, tip, button.key, does)


_SHOWS = (
    '<Action xsi:type="ShowTaskpane"><TaskpaneId>ButtonId1</TaskpaneId>'
    '<SourceLocation resid="page"/></Action>'
)


def _button(key: str, label: str, tip: str, icon: str, does: str) -> str:
    return (
        f'<Control xsi:type="Button" id="TradeDept.b.{key}"><Label resid="{label}"/>'
        f'<Supertip><Title resid="{label}"/><Description resid="{tip}"/></Supertip>'
        f"{_icon(icon)}{does}</Control>"
    )


def _icon(key: str) -> str:
    sizes = "".join(f'<bt:Image size="{size}" resid="i.{key}.{size}"/>' for size in SIZES)
    return f"<Icon>{sizes}</Icon>"


def _images(url: str, buttons: Iterable[Button]) -> Iterable[tuple[str, str]]:
    for key in dict.fromkeys([PANE, *(button.key for button in buttons)]):
        for size in SIZES:
            yield f"i.{key}.{size}", f"{url}/icons/{key}-{size}.png"


def _resources(kind: str, values: Iterable[tuple[str, str]]) -> Iterable[str]:
    for name, value in values:
        yield f"<bt:{kind} id={quoteattr(name)} DefaultValue={quoteattr(value)}/>\n"


_WHOLE = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" xsi:type="TaskPaneApp">
<Id>{id}</Id><Version>{version}</Version><ProviderName>TradeDept</ProviderName>
<DefaultLocale>zh-CN</DefaultLocale>
<DisplayName DefaultValue="TradeDept"/>
<Description DefaultValue={about}><Override Locale="en-US" Value={about_en}/></Description>
<IconUrl DefaultValue="{url}/icons/help-32.png"/>
<HighResolutionIconUrl DefaultValue="{url}/icons/help-80.png"/>
<SupportUrl DefaultValue="{url}/taskpane.html"/>
<AppDomains><AppDomain>{host}</AppDomain></AppDomains>
<Hosts><Host Name="Workbook"/></Hosts>
<Requirements><Sets DefaultMinVersion="1.1"><Set Name="SharedRuntime" MinVersion="1.1"/></Sets>
</Requirements>
<DefaultSettings><SourceLocation DefaultValue="{url}/taskpane.html"/></DefaultSettings>
<Permissions>ReadWriteDocument</Permissions>
<VersionOverrides xmlns="http://schemas.microsoft.com/office/taskpaneappversionoverrides"
 xsi:type="VersionOverridesV1_0"><Hosts><Host xsi:type="Workbook">
<Runtimes><Runtime resid="page" lifetime="long"/></Runtimes>
<AllFormFactors><ExtensionPoint xsi:type="CustomFunctions">
<Script><SourceLocation resid="script"/></Script><Page><SourceLocation resid="page"/></Page>
<Metadata><SourceLocation resid="metadata"/></Metadata></ExtensionPoint></AllFormFactors>
<DesktopFormFactor><GetStarted><Title resid="{tab}"/><Description resid="{tip}"/>
<LearnMoreUrl resid="page"/></GetStarted><FunctionFile resid="page"/>
<ExtensionPoint xsi:type="PrimaryCommandSurface"><CustomTab id="TradeDept.tab">
{groups}<Label resid="{tab}"/></CustomTab></ExtensionPoint></DesktopFormFactor></Host></Hosts>
<Resources><bt:Images>{images}</bt:Images>
<bt:Urls>{urls}</bt:Urls>
<bt:ShortStrings>{short}</bt:ShortStrings>
<bt:LongStrings>{long}</bt:LongStrings></Resources></VersionOverrides></OfficeApp>
"""
