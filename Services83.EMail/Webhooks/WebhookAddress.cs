namespace Services83.EMail.Webhooks;

/// <summary>Checks the address of a receiver.</summary>
public static class WebhookAddress
{
    private const int MaxLength = 2000;

    /// <returns>What is wrong with the address, for the person who typed it; null when it can be used.</returns>
    public static string? Refuse(string address, bool allowHttp) =>
        address.Length > MaxLength ? $"The address is longer than {MaxLength} characters."
        : !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic
            ? $"'{address}' is not an address such as https://crm.example.com/hooks/mail."
        : uri.UserInfo.Length > 0 ? "The address must not hold a user name or a password."
        : uri.Fragment.Length > 0 ? "The address must not hold a fragment (#)."
        : uri.Scheme == Uri.UriSchemeHttps || (allowHttp && uri.Scheme == Uri.UriSchemeHttp) ? null
        : uri.Scheme == Uri.UriSchemeHttp ? $"The address must begin with https:, unless the setting {WebhookOptions.Section}:AllowHttp is true."
        : "The address must begin with https:.";
}
