using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// The changes that any response, requested or not, makes to the state of the session.
public sealed partial class ImapClient
{
    private void Observe(Response response)
    {
        switch (response)
        {
            case CapabilityResponse capability:
                Capabilities = new ImapCapabilities(capability.Names);
                break;
            case TaggedResponse tagged:
                ObserveCode(tagged.Code, tagged.Text);
                break;
            case StatusResponse status:
                if (status.Status == ResponseStatus.Bye)
                {
                    _bye = _trace.Masked(status.Text);
                }

                ObserveCode(status.Code, status.Text);
                break;
            case EnabledResponse enabled:
                _enabled.UnionWith(enabled.Names);
                break;
            case ExistsResponse or ExpungeResponse or VanishedResponse when Selected is not null:
                _changes |= ChangeIn(Selected, response);
                ObserveCount(Selected, response);
                break;
        }
    }

    private void ObserveCode(ResponseCode? code, string text)
    {
        if (code?.Name == "CAPABILITY")
        {
            Capabilities = new ImapCapabilities(code.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        else if (code?.Name == "ALERT")
        {
            _trace.Alert(text);
        }
    }

    private static MailboxChanges ChangeIn(SelectedMailbox selected, Response response) => response switch
    {
        ExistsResponse exists when exists.Count == selected.Exists => MailboxChanges.None,
        ExistsResponse => MailboxChanges.Arrived,
        VanishedResponse { Earlier: true } => MailboxChanges.None,
        _ => MailboxChanges.Removed,
    };

    private static void ObserveCount(SelectedMailbox selected, Response response)
    {
        long count = response switch
        {
            ExistsResponse exists => exists.Count,
            ExpungeResponse => (long)selected.Exists - 1,
            VanishedResponse { Earlier: false } vanished => selected.Exists - vanished.Uids.Count,
            _ => selected.Exists,
        };
        selected.Exists = (uint)Math.Max(0, count);
    }
}
