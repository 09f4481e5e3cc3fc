using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

public sealed class EngineLockTests : ProgramFixture
{
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
}
