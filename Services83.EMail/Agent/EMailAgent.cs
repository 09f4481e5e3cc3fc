using Services83.EMail.Agent.Accounts;
using Services83.EMail.Agent.Changes;
using Services83.EMail.Agent.Documents;
using Services83.EMail.Agent.Drafts;
using Services83.EMail.Agent.Folders;
using Services83.EMail.Agent.Messages;
using Services83.EMail.Agent.NamedServer;
using Services83.EMail.Agent.People;
using Services83.EMail.Agent.Sending;
using Services83.EMail.Agent.Sync;

namespace Services83.EMail.Agent;

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
