namespace ConstrainedLearning;

/// <summary>Something that holds until it is disposed, and is ended once.</summary>
internal sealed class Region(Action end) : IDisposable
{
    private Action? _end = end;

    public void Dispose()
    {
        _end?.Invoke();
        _end = null;
    }
}
