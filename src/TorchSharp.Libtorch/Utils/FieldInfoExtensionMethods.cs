using System.Reflection;

namespace TorchSharp;

/// <summary>What a field is registered as.</summary>
public static class FieldInfoExtensionMethods
{
    /// <summary>The name of the field's <see cref="Utils.ComponentNameAttribute"/>, else the field's own.</summary>
    public static string ComponentName(this FieldInfo field) =>
        field.GetCustomAttribute<Utils.ComponentNameAttribute>()?.Name ?? field.Name;
}
