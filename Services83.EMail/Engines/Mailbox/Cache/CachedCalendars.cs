using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Calendars;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Cache;

/// <summary>Reads the appointments of cached messages.</summary>
internal sealed class CachedCalendars(CallContext call, CachedMessages cached, MessageReader messages)
{
    /// <summary>Most later messages of the same sender that are read.</summary>
    private const int MaxLater = 50;

    /// <param name="itemId">Key of the message.</param>
    /// <param name="argument">The name of the argument in the operation.</param>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see, or it has no appointment.</exception>
    public async Task<(StoredItem Item, CalendarObject Calendar)> RequireAsync(int itemId, string argument)
    {
        var item = await cached.RequireAsync(itemId, argument);
        return await FirstAsync(item) is { } calendar
            ? (item, calendar)
            : throw new EntityNotFoundException($"Message {itemId} contains no appointment.", argument, $"{itemId}");
    }

    /// <summary>Whether one of the next messages of the same sender changes or cancels the appointment.</summary>
    public async Task<bool> IsSupersededAsync(StoredItem item, CalendarObject calendar)
    {
        var main = calendar.Main!;
        foreach (var later in await messages.LaterFromAsync(item, MaxLater, call.Aborted))
        {
            if (await FirstAsync(later) is { Method: "REQUEST" or "CANCEL" or "PUBLISH", Main: { } other } && other.Uid == main.Uid && IsNewer(other, main))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>RFC 5546, section 2.1.5.</summary>
    private static bool IsNewer(CalendarEvent one, CalendarEvent other) => one.Sequence != other.Sequence
        ? one.Sequence > other.Sequence
        : one.Stamp?.ToUtc(TimeZoneInfo.Utc) > other.Stamp?.ToUtc(TimeZoneInfo.Utc);

    private async Task<CalendarObject?> FirstAsync(StoredItem item) =>
        MailCalendars.In(MimeReader.Read(await messages.RawAsync(item.ContentId, call.Aborted))) is [var calendar, ..] ? calendar : null;
}
