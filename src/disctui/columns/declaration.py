"""Array columns declared once: structs whose fields say the dtype, from which files and checks follow.

A field is either `Annotated[Array, dtype]`, such as the names below, or another struct of such fields.
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
UInt8 = Annotated[Array, np.uint8]
UInt16 = Annotated[Array, np.uint16]
UInt32 = Annotated[Array, np.uint32]
UInt64 = Annotated[Array, np.uint64]
Int64 = Annotated[Array, np.int64]
Float32 = Annotated[Array, np.float32]
Bool = Annotated[Array, np.bool_]

DTypes = Mapping[str, type[np.generic]]
"""By dotted name of an array its dtype."""
Columns = TypeVar("Columns", bound=msgspec.Struct)


@functools.cache
def dtypes_of(declared: type[msgspec.Struct]) -> DTypes:
    """The dtype of each array that a struct declares, by its dotted name, in the order of declaration."""
    found: dict[str, type[np.generic]] = {}
    for name, kind in get_type_hints(declared, include_extras=True).items():
        arguments = get_args(kind)
        if arguments:
            found[name] = arguments[1]
        else:
            found |= {f"{name}.{inner}": dtype for inner, dtype in dtypes_of(kind).items()}
    return MappingProxyType(found)


def arrays_of(columns: msgspec.Struct) -> dict[str, Array]:
    """The arrays of a struct by dotted name."""
    found: dict[str, Array] = {}
    for name in columns.__struct_fields__:
        value = getattr(columns, name)
        if isinstance(value, msgspec.Struct):
            found |= {f"{name}.{inner}": array for inner, array in arrays_of(value).items()}
        else:
            found[name] = value
    return found


def columns_of(declared: type[Columns], arrays: Mapping[str, Array], above: str = "") -> Columns:
    """The struct that has these arrays, the other way round of `arrays_of`.

    Args:
        declared: The struct's type.
        arrays: Arrays by dotted name.
        above: What stands before the names of the struct's own fields, a dot included.
    """
    values = {
        name: arrays[above + name] if get_args(kind) else columns_of(kind, arrays, f"{above}{name}.")
        for name, kind in get_type_hints(declared, include_extras=True).items()
    }
    return declared(**values)
