namespace Services83.EMail.Storage;

/// <summary>A connection whose database keeps long bodies outside of its rows. Other databases store them like any value.</summary>
internal interface IKeepsBodies
{
    /// <summary>Writes the row of a body in the transaction of the connection, and the body itself when that is committed. A write that is
    /// undone takes its bodies with it.</summary>
    /// <returns>False for a short body, of which nothing was written.</returns>
    Task<bool> KeepAsync(int contentId, byte[] raw, CancellationToken cancellationToken);

    /// <summary>Tells that contents may have been deleted in the transaction of the connection.</summary>
    void NoteDeletion();
}
