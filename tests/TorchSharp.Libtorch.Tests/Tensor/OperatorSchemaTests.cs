using System.Reflection;
using TorchSharp.Interop;

namespace TorchSharp.Libtorch.Tests;

public sealed class OperatorSchemaTests
{
    // Called only where Operator.Exists says so; libtorch 1.13 does not have them.
    private static readonly string[] Newer = ["ScaledDotProductAttention"];

    [Fact]
    public void Operators_named_in_the_library_exist_in_this_libtorch()
    {
        var fields = typeof(Aten).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(f => f.FieldType == typeof(Operator));

        fields.Where(f => !((Operator)f.GetValue(null)!).Exists).Select(f => f.Name).Except(Newer).Should().BeEmpty();
    }
}
