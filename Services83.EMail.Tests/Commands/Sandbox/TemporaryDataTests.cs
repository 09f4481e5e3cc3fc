using NUnit.Framework;
using Services83.EMail.Commands.Sandbox;

namespace Services83.EMail.Tests.Commands.Sandbox;

/// <summary>The folder of a demo that was killed is deleted by the next one; nothing else is.</summary>
public sealed class TemporaryDataTests
{
    private readonly List<string> _folders = [];

    [TearDown]
    public void DeleteFolders()
    {
        foreach (var folder in _folders.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        _folders.Clear();
    }

    [Test]
    public void What_a_killed_process_left_is_deleted_at_the_next_start()
    {
        var left = Left();
        File.WriteAllText(Path.Combine(left, "in-use.lock"), "");

        using var data = TemporaryData.Create();

        Assert.That(Directory.Exists(left), Is.False);
        Assert.That(Directory.Exists(data.Path), Is.True);
    }

    [Test]
    public void A_folder_in_use_stays_until_its_owner_deletes_it()
    {
        var first = TemporaryData.Create();
        using (TemporaryData.Create())
        {
            Assert.That(Directory.Exists(first.Path), Is.True);
        }

        first.Dispose();
        Assert.That(Directory.Exists(first.Path), Is.False);
    }

    [Test]
    public void A_folder_without_the_lock_file_is_not_ours()
    {
        var foreign = Left();

        TemporaryData.Create().Dispose();

        Assert.That(Directory.GetFiles(foreign), Has.Exactly(1).Items);
    }

    private string Left()
    {
        var folder = Directory.CreateTempSubdirectory("services83-demo-").FullName;
        _folders.Add(folder);
        File.WriteAllText(Path.Combine(folder, "email.db"), "mail");
        return folder;
    }
}
