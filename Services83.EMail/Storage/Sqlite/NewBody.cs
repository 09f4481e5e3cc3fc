namespace Services83.EMail.Storage.Sqlite;

/// <summary>A long body that is stored when its transaction is committed.</summary>
internal sealed record NewBody(int ContentId, byte[] Raw);
