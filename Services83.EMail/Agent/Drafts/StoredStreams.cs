namespace Services83.EMail.Agent.Drafts;

/// <summary>
/// Attachments come without octets unless they are asked for, and callers send them back like that: what is missing is taken from the
/// cached message.
/// </summary>
internal static class StoredStreams
{
    public static void Complete(EMailEntity given, EMailEntity stored)
    {
        foreach (var attachment in given.Attachments ?? [])
        {
            if (attachment is { Stream: null, Id.Length: > 0 })
            {
                attachment.Stream = stored.Attachments!.FirstOrDefault(known => known.Id == attachment.Id)?.Stream;
            }
        }
    }
}
