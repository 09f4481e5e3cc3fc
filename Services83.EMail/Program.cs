using Services83.EMail.Commands;

return await CommandLine.RunAsync(args);
