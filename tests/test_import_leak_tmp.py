import re, pytest
from tests.hospital import imported, write_hospital
@pytest.mark.parametrize("i", range(200))
def test_l(tmp_path,i):
    r=imported(write_hospital(tmp_path/"v.csv",n_visits=600),into=tmp_path); b=r.path.read_bytes()
    for t in (rb"STAFF-",rb"STAF",rb"PAT-",rb"VIS-",rb"Night",rb"thank",rb"555-0100"):
        m=[x.start() for x in re.finditer(t,b)]
        assert not m, (len(b),t,len(m),m[:3], repr(b[max(0,m[0]-16):m[0]+32]))
