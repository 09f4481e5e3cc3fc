namespace Services83.EMail.Mail.Transport;

/// <summary>Creates the exception of a protocol's library for a failed connection.</summary>
/// <param name="message">What happened; contains no secret.</param>
/// <param name="isTransient">Whether the same work may succeed later without anyone changing a setting.</param>
internal delegate Exception LineFailure(string message, bool isTransient, Exception? cause);
