using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Hosting;

/// <summary>Settings under <c>Rest</c>.</summary>
public sealed class RestOptions : IValidatableObject
{
    public const string Section = "Rest";

    /// <summary>
    /// Sites whose pages may call the web API from browsers, in the form that browsers use: <c>https://crm.example.com</c>, with a port if
    /// it is not the usual one, without a path. Empty: only the server's own pages.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins
        .Where(origin => !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase)))
        .Select(origin => new ValidationResult($"{Section}:{nameof(Origins)} must hold origins such as https://crm.example.com, not '{origin}'."));
}
