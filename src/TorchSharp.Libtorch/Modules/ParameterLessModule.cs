using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Marks modules that hold neither parameters nor buffers nor modules.</summary>
public interface IParameterLessModule
{
}

/// <inheritdoc cref="IParameterLessModule"/>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw NotHere.Parameters(this);
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw NotHere.Buffers(this);
    public override void register_module(string name, nn.Module submodule) => throw NotHere.Modules(this);
}

/// <inheritdoc cref="IParameterLessModule"/>
public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw NotHere.Parameters(this);
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw NotHere.Buffers(this);
    public override void register_module(string name, nn.Module submodule) => throw NotHere.Modules(this);
}

/// <inheritdoc cref="IParameterLessModule"/>
public abstract class ParameterLessModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw NotHere.Parameters(this);
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw NotHere.Buffers(this);
    public override void register_module(string name, nn.Module submodule) => throw NotHere.Modules(this);
}

/// <inheritdoc cref="IParameterLessModule"/>
public abstract class ParameterLessModule<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw NotHere.Parameters(this);
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw NotHere.Buffers(this);
    public override void register_module(string name, nn.Module submodule) => throw NotHere.Modules(this);
}

/// <inheritdoc cref="IParameterLessModule"/>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw NotHere.Parameters(this);
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw NotHere.Buffers(this);
    public override void register_module(string name, nn.Module submodule) => throw NotHere.Modules(this);
}

/// <inheritdoc cref="IParameterLessModule"/>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_parameter(string name, Parameter param) => throw NotHere.Parameters(this);
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw NotHere.Buffers(this);
    public override void register_module(string name, nn.Module submodule) => throw NotHere.Modules(this);
}

internal static class NotHere
{
    internal static InvalidOperationException Parameters(nn.Module module) => new($"{module.GetName()} holds no parameters; derive from Module to register one");
    internal static InvalidOperationException Buffers(nn.Module module) => new($"{module.GetName()} holds no buffers; derive from Module to register one");
    internal static InvalidOperationException Modules(nn.Module module) => new($"{module.GetName()} holds no modules; derive from Module to register one");
}
