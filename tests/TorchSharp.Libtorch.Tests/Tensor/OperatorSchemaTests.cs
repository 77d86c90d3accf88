using System.Reflection;
using TorchSharp.Interop;

namespace TorchSharp.Libtorch.Tests;

public sealed class OperatorSchemaTests
{
    [Fact]
    public void Every_operator_named_in_the_library_exists_in_this_libtorch()
    {
        var fields = typeof(Aten).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(f => f.FieldType == typeof(Operator));

        fields.Where(f => !((Operator)f.GetValue(null)!).Exists).Select(f => f.Name).Should().BeEmpty();
    }
}
