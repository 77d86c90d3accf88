using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.ParameterList"/>
        public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
    }
}
