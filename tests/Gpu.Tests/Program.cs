using System.Reflection;
using Gpu.Tests;
using Xunit.Sdk;

// Runs this assembly's own tests without a test host; the last line is 'N passed, N failed', then ', N skipped'.
var assembly = Assembly.GetExecutingAssembly();
using var framework = new XunitTestFramework(new Progress());
using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
using var found = new Discovery();
discoverer.Find(includeSourceInformation: false, found, new Choices());
found.Finished.Wait();

using var executor = framework.GetExecutor(assembly.GetName());
using var progress = new Progress();
executor.RunTests(found.Cases, progress, new Choices());
progress.Finished.Wait();

Console.WriteLine($"{progress.Passed} passed, {progress.Failed} failed{(progress.Skipped > 0 ? $", {progress.Skipped} skipped" : "")}");
return progress.Failed == 0 ? 0 : 1;
