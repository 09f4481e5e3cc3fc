using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Hosting;

/// <summary>Settings under <c>Rest</c>.</summary>
public sealed class RestOptions : IValidatableObject
{
    public const string Section = "Rest";

    /// <summary>
    /// Sites whose pages may call the web API from browsers, as browsers write them: <c>https://crm.example.com</c>, with a port when it
    /// is not the usual one, without a path. Empty: none but the server's own pages.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins
        .Where(origin => !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase)))
        .Select(origin => new ValidationResult($"{Section}:{nameof(Origins)} must hold origins such as https://crm.example.com, unlike '{origin}'."));
}
