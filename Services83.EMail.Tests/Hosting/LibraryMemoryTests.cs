using System.Runtime.InteropServices;
using NUnit.Framework;
using Services83.EMail.Hosting;

namespace Services83.EMail.Tests.Hosting;

public sealed class LibraryMemoryTests
{
    /// <summary>More than is left free at the end of the heap otherwise, in pieces that are too short to be mapped one by one.</summary>
    private const int Pieces = 1000;

    private const int PieceBytes = 64 * 1024;

    [Test]
    public void What_is_free_is_returned_with_glibc_and_nothing_with_another_library()
    {
        var pieces = Enumerable.Range(0, Pieces).Select(_ => Marshal.AllocHGlobal(PieceBytes)).ToList();
        // What is left between them is free and cannot be returned by shortening the heap.
        pieces.Where((_, index) => index % 10 != 0).ToList().ForEach(Marshal.FreeHGlobal);

        Assert.That(LibraryMemory.Trim(), Is.EqualTo(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _)));

        pieces.Where((_, index) => index % 10 == 0).ToList().ForEach(Marshal.FreeHGlobal);
    }
}
