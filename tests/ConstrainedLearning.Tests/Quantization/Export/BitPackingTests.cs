using System.Numerics;
using ConstrainedLearning.Quantization.Export;

namespace ConstrainedLearning.Tests.Quantization.Export;

/// <summary>The layout of packed codes, by hand and against one large number.</summary>
public sealed class BitPackingTests
{
    [Fact]
    public void Layout_by_hand()
    {
        BitPacking.Pack([1, 0, 0, 0, 0, 0, 0, 1, 1], 1).Should().Equal(0b1000_0001, 0b0000_0001);
        BitPacking.Pack([3, 0, 1, 2, 1], 2).Should().Equal(0b10_01_00_11, 0b01);
        // 5, 6, 7: the third code is in both bytes.
        BitPacking.Pack([5, 6, 7], 3).Should().Equal(0b11_110_101, 0b1);
        BitPacking.Pack([0xA, 0xB, 0xC], 4).Should().Equal(0xBA, 0x0C);
        BitPacking.Pack([0, 127, 255], 8).Should().Equal(0, 127, 255);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Packed_codes_are_the_digits_of_one_number_and_come_back(int bits)
    {
        var random = new Random(bits);
        foreach (var count in new[] { 1, 2, 7, 8, 9, 100, 101 })
        {
            byte[] codes = [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(1 << bits))];
            codes[^1] = (byte)((1 << bits) - 1);
            var number = BigInteger.Zero;
            for (var i = 0; i < count; i++) number += (BigInteger)codes[i] << (i * bits);

            var packed = BitPacking.Pack(codes, bits);

            new BigInteger(packed, isUnsigned: true).Should().Be(number);
            packed.LongLength.Should().Be(BitPacking.Length(count, bits)).And.Be((long)Math.Ceiling(count * bits / 8.0));
            var unpacked = new byte[count];
            BitPacking.Unpack(packed, bits, unpacked);
            unpacked.Should().Equal(codes);
            BitPacking.EndsInZeros(packed, count, bits).Should().BeTrue();
            if (count * bits % 8 == 0) continue;
            packed[^1] |= 0x80;
            BitPacking.EndsInZeros(packed, count, bits).Should().BeFalse();
        }
    }
}
