using System.Collections.Concurrent;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Gpu.Tests;

/// <summary>Collects the test cases of an assembly.</summary>
internal sealed class Discovery : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    internal ConcurrentBag<IXunitTestCase> Cases { get; } = [];

    internal ManualResetEventSlim Finished { get; } = new();

    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage { TestCase: IXunitTestCase found }) Cases.Add(found);
        if (message is IDiscoveryCompleteMessage) Finished.Set();
        return true;
    }

    public void Dispose() => Finished.Dispose();
}

/// <summary>Counts results and prints one line for each, and for a failure what it says.</summary>
internal sealed class Progress : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    internal int Passed { get; private set; }

    internal int Failed { get; private set; }

    internal int Skipped { get; private set; }

    internal ManualResetEventSlim Finished { get; } = new();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed test:
                Passed++;
                Console.WriteLine($"passed   {test.Test.DisplayName}");
                break;
            case ITestSkipped test:
                Skipped++;
                Console.WriteLine($"skipped  {test.Test.DisplayName}: {test.Reason}");
                break;
            case ITestFailed test:
                Failed++;
                Console.WriteLine($"FAILED   {test.Test.DisplayName}\n{string.Join('\n', test.Messages)}\n{string.Join('\n', test.StackTraces)}");
                break;
            // A fixture or a class that could not be set up or disposed fails no test of its own.
            case IErrorMessage error and not ITestFailed:
                Failed++;
                Console.WriteLine($"FAILED   {string.Join('\n', error.Messages)}\n{string.Join('\n', error.StackTraces)}");
                break;
            case ITestAssemblyFinished:
                Finished.Set();
                break;
        }

        return true;
    }

    public void Dispose() => Finished.Dispose();
}

/// <summary>xunit's settings, all left at their defaults but for running one test at a time: the device is one.</summary>
internal sealed class Choices : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = new() { ["xunit.execution.DisableParallelization"] = true };

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
