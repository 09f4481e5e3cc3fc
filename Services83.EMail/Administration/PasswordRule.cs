namespace Services83.EMail.Administration;

/// <summary>Which passwords an administrator may give to users: NIST SP 800-63B asks for a length, not for kinds of characters.</summary>
internal static class PasswordRule
{
    /// <summary>In characters.</summary>
    public const int MinLength = 8;

    /// <summary>In characters; a login with a longer password is refused before it is checked.</summary>
    public const int MaxLength = 1024;

    /// <exception cref="InvalidArgumentException">The password is too short, too long, or the login name.</exception>
    public static void Require(string loginName, string password)
    {
        if (password.Length is < MinLength or > MaxLength)
        {
            throw new InvalidArgumentException("Password", $"A password has {MinLength} to {MaxLength} characters.");
        }

        if (password.Equals(loginName, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidArgumentException("Password", "The password is the login name. Choose another one.");
        }
    }
}
