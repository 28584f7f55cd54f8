"""A segment as bytes and back; a mapped file is used where it stands."""

from disctui.columns.declaration import arrays_of, columns_of, dtypes_of
from disctui.columns.file_format import Parts, arrays_from, arrays_to_parts, drop_pages
from disctui.search.fields import NAMES
from disctui.search.segment import Segment
from disctui.search.segment_checks import MOST_FIELDS, is_sound
from disctui.search.segment_columns import SegmentColumns


def segment_to_parts(segment: Segment | None) -> Parts:
    """A segment, or none, as bytes, in parts to be written one after the other."""
    arrays = {} if segment is None else arrays_of(segment.columns)
    return arrays_to_parts(arrays, dtypes_of(SegmentColumns), (NAMES, () if segment is None else segment.own))


def segment_from(buffer: memoryview) -> Segment | None:
    """The segment that `segment_to_parts` made `buffer` of; its arrays stand in the buffer, which stays in use.

    Raises:
        ValueError: If it is damaged, or of another version.
    """
    arrays, notes = arrays_from(buffer, dtypes_of(SegmentColumns))
    if len(notes) != 2 or notes[0] != NAMES:
        raise ValueError("not an index of this version")
    if not arrays:
        return None
    columns = columns_of(SegmentColumns, arrays)
    if len(NAMES) + len(notes[1]) > MOST_FIELDS or not is_sound(columns):
        raise ValueError("it is damaged")
    drop_pages(columns.postings.keys)
    return Segment(columns, notes[1])
