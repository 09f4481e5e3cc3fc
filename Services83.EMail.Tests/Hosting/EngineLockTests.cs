using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

[Category(Tier.Programs)]
public sealed class EngineLockTests : ProgramFixture
{
    private string LockFile => Path.Combine(DataFolder, "engine.lock");

    [Test]
    public void One_at_a_time_holds_it()
    {
        using (EngineLock.TryTake(DataFolder))
        {
            Assert.That(EngineLock.TryTake(DataFolder), Is.Null);
        }

        using var next = EngineLock.TryTake(DataFolder);
        Assert.That(next, Is.Not.Null);
    }

    [Test]
    public async Task One_whose_file_is_deleted_is_taken_again()
    {
        RequireDeletableLock();
        using var held = EngineLock.TryTake(DataFolder)!;
        Assert.That(await held.LookAsync(Deadline), Is.EqualTo(NodeState.Held));

        File.Delete(LockFile);

        Assert.That(await held.LookAsync(Deadline), Is.EqualTo(NodeState.TakenAgain));
        Assert.That(await held.LookAsync(Deadline), Is.EqualTo(NodeState.Held));
        Assert.That(EngineLock.TryTake(DataFolder), Is.Null);
    }

    [Test]
    public async Task One_that_somebody_else_has_taken_meanwhile_is_lost_until_that_one_lets_it_go()
    {
        RequireDeletableLock();
        using var first = EngineLock.TryTake(DataFolder)!;
        File.Delete(LockFile);
        using (var second = EngineLock.TryTake(DataFolder)!)
        {
            Assert.That((await first.LookAsync(Deadline), await second.LookAsync(Deadline)), Is.EqualTo((NodeState.Lost, NodeState.Held)));
        }

        Assert.That(await first.LookAsync(Deadline), Is.EqualTo(NodeState.TakenAgain));
        Assert.That(EngineLock.TryTake(DataFolder), Is.Null);
    }

    [Test]
    [CancelAfter(90_000)]
    public async Task A_server_whose_lock_somebody_else_has_taken_says_so_and_ends()
    {
        RequireDeletableLock();
        var first = await StartServerAsync();
        File.Delete(LockFile);
        using var second = EngineLock.TryTake(DataFolder);
        Assert.That(second, Is.Not.Null);

        var ended = await first.Process.WaitForExitAsync(Deadline);
        Assert.That(ended.Output, Does.Contain("another process now serves that folder"));
        Assert.That(await second!.LookAsync(Deadline), Is.EqualTo(NodeState.Held));
    }

    [Test]
    public void The_data_folder_that_it_makes_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such rights.");
            return;
        }

        using var held = EngineLock.TryTake(DataFolder);

        Assert.That(File.GetUnixFileMode(DataFolder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_to_is_not_taken_for_one_in_use()
    {
        await File.WriteAllTextAsync(DataFolder, "a file where the folder should be", Deadline);

        Assert.That(() => EngineLock.TryTake(DataFolder), Throws.TypeOf<StorageException>().With.Message.Contains(DataFolder));
    }

    private static void RequireDeletableLock()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows does not delete a file that is held.");
        }
    }
}
