using Services83.EMail.Doors.Soap;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Commands;

/// <summary>The link that the owner of a mailbox gets, to consent.</summary>
internal static class ConsentLink
{
    /// <exception cref="CommandException">The settings do not say under which address the server can be reached.</exception>
    public static async Task PrintAsync(IServiceProvider services, StoredConsent consent, CancellationToken cancellationToken)
    {
        var setting = services.GetRequiredService<IConfiguration>().GetSection(SoapDoorOptions.Section)[nameof(SoapDoorOptions.PublicUrl)];
        var address = Uri.TryCreate(setting, UriKind.Absolute, out var known)
            ? known
            : throw new CommandException(
                "For a link the setting Soap:PublicUrl is needed: the address under which a browser reaches this server, such as https://mail.example.com.");
        var secret = await services.GetRequiredService<ConsentLinks>().CreateAsync(consent.AccountId, cancellationToken);
        await Console.Out.WriteLineAsync(
            $"Send this link to {consent.Consenter}. It can be used once, within {ConsentLinks.Life.TotalDays:0} days:\n{address.AbsoluteUri.TrimEnd('/')}/consent/{secret}");
    }
}
