namespace TorchSharp.Interop;

/// <summary>
/// Native tensor handles in an array that is used again and again, for operators over lists of tensors.
/// Handles that were added are borrowed: somebody else keeps the tensors alive. Those of an operator's result are owned until <see cref="Release"/>.
/// </summary>
internal sealed class HandleList(int capacity)
{
    private nint[] _handles = new nint[capacity];
    private bool _owned;

    internal int Count { get; private set; }

    internal ReadOnlySpan<nint> Handles => _handles.AsSpan(0, Count);

    internal void Clear()
    {
        Release();
        Count = 0;
    }

    internal void Add(nint borrowed) => _handles[Count++] = borrowed;

    /// <summary>Takes over the references that an operator gave.</summary>
    internal void Own(ReadOnlySpan<nint> handles)
    {
        Clear();
        if (_handles.Length < handles.Length) _handles = new nint[handles.Length];
        handles.CopyTo(_handles);
        Count = handles.Length;
        _owned = true;
    }

    /// <summary>Gives owned references back.</summary>
    internal void Release()
    {
        if (!_owned) return;
        foreach (var handle in Handles) NativeMethods.td_release(handle);
        _owned = false;
        Count = 0;
    }
}
