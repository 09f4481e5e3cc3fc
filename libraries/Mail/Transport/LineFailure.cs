namespace Services83.EMail.Mail.Transport;

/// <summary>Makes the exception by which a protocol's library tells that its line failed.</summary>
/// <param name="message">What happened; holds no secret.</param>
/// <param name="isTransient">Whether the same work may succeed later without anyone changing a setting.</param>
internal delegate Exception LineFailure(string message, bool isTransient, Exception? cause);
