using Services83.EMail.Engines.Mailbox.Accounts;
using Services83.EMail.Engines.Mailbox.Changes;
using Services83.EMail.Engines.Mailbox.Documents;
using Services83.EMail.Engines.Mailbox.Drafts;
using Services83.EMail.Engines.Mailbox.Folders;
using Services83.EMail.Engines.Mailbox.Messages;
using Services83.EMail.Engines.Mailbox.NamedServer;
using Services83.EMail.Engines.Mailbox.People;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Engines.Mailbox.Sync;

namespace Services83.EMail.Engines.Mailbox;

/// <summary>
/// The mailbox engine: every operation of the contract on real mail accounts that are cached in the database. One instance per call.
/// The operations are in this class's files by area; the work is in the folder of the area.
/// </summary>
internal sealed partial class EMailAgent(
    AccountService accounts, AccountTest accountTest, SyncService sync, FolderService folders, MessageService messages,
    ChangeService changes, DraftService drafts, PeopleService people, DocumentService documents,
    ServerFolderService serverFolders, ServerMessageService serverMessages, ServerChangeService serverChanges,
    ServerSaveService serverSaves, RefreshService refresh, ExtendedService extended,
    SendService sending, NamedSendService namedSending, ForwardService forwards) : IEMailAgent;
