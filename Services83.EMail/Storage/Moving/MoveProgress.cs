namespace Services83.EMail.Storage.Moving;

/// <summary>How far the move of a table is.</summary>
/// <param name="IsCheck">Whether its rows are compared, after they have been moved.</param>
/// <param name="Rows">Rows so far, also of earlier attempts.</param>
/// <param name="Total">Rows of the table.</param>
/// <param name="Bytes">Length of texts and byte columns so far, in this attempt.</param>
/// <param name="AllTotal">Rows of all tables.</param>
internal sealed record MoveProgress(string Table, bool IsCheck, long Rows, long Total, long Bytes, long AllTotal);

/// <summary>A table that is the same in both databases.</summary>
/// <param name="Hash">SHA-256 of all rows, in hexadecimal digits.</param>
internal sealed record MovedTable(string Name, long Rows, long Bytes, string Hash);
