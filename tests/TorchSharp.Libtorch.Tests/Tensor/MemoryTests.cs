using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

public sealed class MemoryTests
{
    [Fact]
    public void Many_training_steps_in_scopes_leave_neither_tensors_nor_memory_behind()
    {
        using var weight = ones(4, requires_grad: true);
        Flat(20_000, () =>
        {
            using var scope = NewDisposeScope();
            var loss = (weight * 2 - 1).square().sum();
            loss.backward();
            using var unrecorded = no_grad();
            weight.sub_(weight.grad! * 0.01f);
            weight.grad = null;
        });
    }

    [Fact]
    public void A_million_small_operations_disposed_one_by_one_leave_neither_tensors_nor_memory_behind()
    {
        using var input = ones(64);
        Flat(1_000_000, () =>
        {
            using var more = input + 1;
        });
    }

    private static void Flat(int count, Action step)
    {
        for (var i = 0; i < count / 10; i++) step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var tensors = Tensor.TotalCount;
        var memory = Environment.WorkingSet;

        for (var i = 0; i < count; i++) step();

        Tensor.TotalCount.Should().Be(tensors);
        (Environment.WorkingSet - memory).Should().BeLessThan(64 << 20);
    }

    [Fact]
    public void Library_code_outside_any_scope_leaves_nothing_but_its_result()
    {
        using var input = arange(12.0).reshape(3, 4);
        using var mask = (input > 5);
        using var places = tensor(new[] { 0L, 2L });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;

        foreach (var make in new Func<Tensor>[]
        {
            () => input[1], () => input[1, 2], () => input[1..3, 2], () => input[mask], () => input[TensorIndex.Ellipsis, TensorIndex.None, 1..3],
            () => input[TensorIndex.Tensor(places), 1..3], () => input[TensorIndex.Bool(true)], () => 1 / input, () => 2 - input, () => input.std(1, type: float32),
            () => tensor(new[] { 1, 2 }, float64), () => input.unique().output, () => input.tensordot(input, [0, 1], [0, 1]), () => input.take_along_dim([0L, 1L]),
        })
        {
            make().Dispose();
            Tensor.TotalCount.Should().Be(before);
        }
        input.npstr();
        input.jlstr();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void Assignments_outside_any_scope_leave_nothing_behind()
    {
        using var target = zeros(3, 4);
        using var value = ones(4);
        using var mask = (target > 5);
        using var pair = ones(2);
        using var number = ones([]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;

        target[1] = value;
        target[.., 1..3] = pair;
        target[mask] = number;

        Tensor.TotalCount.Should().Be(before);
        target.sum().ToSingle().Should().Be(8);
    }

    [Fact]
    public void Finaliser_gives_back_what_nobody_disposed()
    {
        var before = Tensor.TotalCount;
        Forget();
        for (var i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 100; i++) _ = zeros(10);
        }
    }
}
