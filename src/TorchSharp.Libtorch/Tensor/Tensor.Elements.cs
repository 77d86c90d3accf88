namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The element at a place in row-major order, of a tensor in host memory.</summary>
        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>()[i];
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);
        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public float ReadCpuFloat16(long i) => (float)ReadCpuValue<Half>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);

        /// <summary>The numbers as nested lists of <see cref="Scalar"/>; of a tensor without dimensions, the number itself.</summary>
        public object tolist()
        {
            if (ndim == 0) return ToScalar();
            var list = new System.Collections.ArrayList();
            foreach (var row in unbind())
            {
                using (row) list.Add(row.tolist());
            }
            return list;
        }
    }
}
