using System.Collections.Frozen;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>The endings of file names that mail programs warn about, because opening the file runs a program.</summary>
internal static class FileExtensions
{
    private static readonly FrozenSet<string> Dangerous = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ade", "adp", "app", "appcontent-ms", "application", "appref-ms", "appx", "appxbundle", "asp", "aspx", "bas", "bat", "bgi", "cab", "cdxml",
        "cer", "chm", "cmd", "cnt", "com", "cpl", "crt", "csh", "der", "diagcab", "dll", "dmg", "docm", "dotm", "exe", "fxp", "gadget", "grp", "hlp",
        "hpj", "hta", "htc", "htm", "html", "img", "inf", "ins", "iso", "isp", "its", "jar", "jnlp", "js", "jse", "ksh", "lnk", "mad", "maf", "mag",
        "mam", "maq", "mar", "mas", "mat", "mau", "mav", "maw", "mcf", "mda", "mdb", "mde", "mdt", "mdw", "mdz", "mht", "mhtml", "msc", "msh",
        "msh1", "msh2", "mshxml", "msi", "msix", "msixbundle", "msp", "mst", "msu", "one", "ops", "osd", "pcd", "pif", "pkg", "pl", "plg", "potm",
        "ppam", "ppsm", "pptm", "prf", "prg", "printerexport", "ps1", "ps1xml", "ps2", "ps2xml", "psc1", "psc2", "psd1", "psdm1", "psm1", "pst",
        "py", "pyc", "pyo", "pyw", "pyz", "pyzw", "reg", "rpm", "scf", "scr", "sct", "search-ms", "settingcontent-ms", "sh", "shb", "shs", "sldm",
        "svg", "svgz", "sys", "theme", "tmp", "url", "vb", "vbe", "vbp", "vbs", "vhd", "vhdx", "vsmacros", "vsw", "vxd", "webpnp", "website", "wim",
        "ws", "wsc", "wsf", "wsh", "xbap", "xhtml", "xlam", "xll", "xlsm", "xltm", "xml", "xnk", "xsl", "xslt");

    /// <summary>Whether the name has no such ending. Windows ignores dots and spaces at the end of a name.</summary>
    public static bool AreSafe(string name) => !Dangerous.Contains(Path.GetExtension(name.TrimEnd('.', ' ')).TrimStart('.'));
}
