using NUnit.Framework;

// Fixtures run side by side, the tests of one fixture one after another. Half of the time they wait: for programs that start, for
// servers, for clocks. A fixture that measures what the whole process does is [NonParallelizable] and says what it measures; nothing
// here may change what the process has once only, such as environment variables, the current folder, the console or the culture.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
