namespace Pulumi;

public static partial class Output
{
    public static Output<(T1, T2)> Tuple<T1, T2>(
        Input<T1> item1, Input<T2> item2)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput());

    public static Output<(T1, T2)> Tuple<T1, T2>(
        Output<T1> item1, Output<T2> item2)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2));
        }
    }

    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput(),
            item3.ToOutput());

    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2, T3)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            var value3 = merge.Take(await item3.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2, value3));
        }
    }

    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput(),
            item3.ToOutput(),
            item4.ToOutput());

    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2, T3, T4)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            var value3 = merge.Take(await item3.DataTask.ConfigureAwait(false));
            var value4 = merge.Take(await item4.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2, value3, value4));
        }
    }

    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput(),
            item3.ToOutput(),
            item4.ToOutput(),
            item5.ToOutput());

    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            var value3 = merge.Take(await item3.DataTask.ConfigureAwait(false));
            var value4 = merge.Take(await item4.DataTask.ConfigureAwait(false));
            var value5 = merge.Take(await item5.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2, value3, value4, value5));
        }
    }

    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput(),
            item3.ToOutput(),
            item4.ToOutput(),
            item5.ToOutput(),
            item6.ToOutput());

    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5, T6)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            var value3 = merge.Take(await item3.DataTask.ConfigureAwait(false));
            var value4 = merge.Take(await item4.DataTask.ConfigureAwait(false));
            var value5 = merge.Take(await item5.DataTask.ConfigureAwait(false));
            var value6 = merge.Take(await item6.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2, value3, value4, value5, value6));
        }
    }

    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput(),
            item3.ToOutput(),
            item4.ToOutput(),
            item5.ToOutput(),
            item6.ToOutput(),
            item7.ToOutput());

    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5, T6, T7)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            var value3 = merge.Take(await item3.DataTask.ConfigureAwait(false));
            var value4 = merge.Take(await item4.DataTask.ConfigureAwait(false));
            var value5 = merge.Take(await item5.DataTask.ConfigureAwait(false));
            var value6 = merge.Take(await item6.DataTask.ConfigureAwait(false));
            var value7 = merge.Take(await item7.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2, value3, value4, value5, value6, value7));
        }
    }

    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
        => Tuple(
            item1.ToOutput(),
            item2.ToOutput(),
            item3.ToOutput(),
            item4.ToOutput(),
            item5.ToOutput(),
            item6.ToOutput(),
            item7.ToOutput(),
            item8.ToOutput());

    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8)
    {
        return new(TupleAsync());

        async Task<OutputData<(T1, T2, T3, T4, T5, T6, T7, T8)>> TupleAsync()
        {
            var merge = new OutputMerge();
            var value1 = merge.Take(await item1.DataTask.ConfigureAwait(false));
            var value2 = merge.Take(await item2.DataTask.ConfigureAwait(false));
            var value3 = merge.Take(await item3.DataTask.ConfigureAwait(false));
            var value4 = merge.Take(await item4.DataTask.ConfigureAwait(false));
            var value5 = merge.Take(await item5.DataTask.ConfigureAwait(false));
            var value6 = merge.Take(await item6.DataTask.ConfigureAwait(false));
            var value7 = merge.Take(await item7.DataTask.ConfigureAwait(false));
            var value8 = merge.Take(await item8.DataTask.ConfigureAwait(false));
            return merge.Of((value1, value2, value3, value4, value5, value6, value7, value8));
        }
    }
}
