using System.Globalization;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>
/// Parameters that operations accept, so that the tested value is processed and the call is not refused for another reason. An unknown type
/// or member gets the default of its type.
/// </summary>
internal sealed class CostSamples(SoapTestServer server, SandboxAccount mailbox, int accountId, int itemId, int folderId)
{
    /// <param name="type">Type of a parameter, a member or an item.</param>
    /// <param name="name">Name of the parameter or member.</param>
    /// <param name="index">Index of an item in a list; items differ.</param>
    public object? Make(Type type, string name, int index)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        if (type == typeof(string))
        {
            return Text(name, number);
        }

        if (type == typeof(int))
        {
            return index > 0 ? index : Id(name);
        }

        if (type.IsValueType)
        {
            return Activator.CreateInstance(type);
        }

        if (type.IsArray)
        {
            var items = Array.CreateInstance(type.GetElementType()!, 1);
            items.SetValue(Make(type.GetElementType()!, name, 0), 0);
            return items;
        }

        return Carrier(type, number);
    }

    private object Carrier(Type type, string number) => Activator.CreateInstance(type) switch
    {
        EMailConnectionInfo info => Connection(info),
        EMailConnectionInfoExtended info => Connection(info),
        EMailAccount => server.AccountOf(mailbox),
        EMailEntity email => Message(email, number),
        EMailAddress address => Address(address, number),
        EMailAttachment attachment => Attachment(attachment, number),
        EMailCustomHeader header => Header(header, number),
        EMailFolder folder => Folder(folder, number),
        SyncUserAccount account => Account(account),
        var other => other!,
    };

    private int Id(string name) =>
        name.Contains("folder", StringComparison.OrdinalIgnoreCase) ? folderId
        : name.Contains("server", StringComparison.OrdinalIgnoreCase) ? 1
        : name.Contains("account", StringComparison.OrdinalIgnoreCase) ? accountId
        : itemId;

    private static string Text(string name, string number) =>
        name.Contains("recipients", StringComparison.OrdinalIgnoreCase) ? $"a{number}@test.example"
        : name.Contains("address", StringComparison.OrdinalIgnoreCase) || name == "from" ? "anna@test.example"
        : name.Contains("folder", StringComparison.OrdinalIgnoreCase) ? number == "0" ? "INBOX" : "f" + number
        : name == "rfc822" || name == "mimeMessage" ? "From: anna@test.example\r\nTo: bob@test.example\r\nSubject: s\r\n\r\ntext"
        : "t" + number;

    private EMailConnectionInfo Connection(EMailConnectionInfo info)
    {
        (info.ServerName, info.UseSSL) = ($"{server.Mail.Host}:{server.Mail.TlsPort}", true);
        (info.UserName, info.Password, info.Folder) = (mailbox.User, mailbox.Password, "INBOX");
        return info;
    }

    private EMailConnectionInfoExtended Connection(EMailConnectionInfoExtended info)
    {
        (info.ServerName, info.Port, info.UseSSL) = (server.Mail.Host, server.Mail.TlsPort, true);
        (info.UserName, info.Password, info.Folder, info.Protocol) = (mailbox.User, mailbox.Password, "INBOX", "IMAP");
        return info;
    }

    private EMailEntity Message(EMailEntity email, string number)
    {
        (email.Subject, email.PlainBody, email.AccountId) = ("s" + number, "text", accountId);
        email.From = Address(new EMailAddress(), "anna");
        email.To = [Address(new EMailAddress(), "bob")];
        return email;
    }

    private static EMailAddress Address(EMailAddress address, string number)
    {
        (address.ContactName, address.Address) = ("n" + number, number + "@test.example");
        return address;
    }

    private static EMailAttachment Attachment(EMailAttachment attachment, string number)
    {
        (attachment.Filename, attachment.Id, attachment.Stream) = ($"f{number}.bin", "i" + number, [1, 2, 3]);
        return attachment;
    }

    private static EMailCustomHeader Header(EMailCustomHeader header, string number)
    {
        (header.Name, header.Values) = ("X-H" + number, ["v" + number]);
        return header;
    }

    private static EMailFolder Folder(EMailFolder folder, string number)
    {
        (folder.Name, folder.Delimiter) = (number == "0" ? "INBOX" : "f" + number, "/");
        return folder;
    }

    private SyncUserAccount Account(SyncUserAccount account)
    {
        account.AccountId = accountId;
        return account;
    }
}
