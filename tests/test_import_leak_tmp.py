import re, pytest
from tests.hospital import imported, write_hospital
@pytest.mark.parametrize("i", range(40))
def test_l(tmp_path,i):
    n=600
    r=imported(write_hospital(tmp_path/"v.csv",n_visits=n),into=tmp_path); b=r.path.read_bytes()
    for t in (rb"STAFF-\d\d",rb"PAT-\d\d",rb"VIS-",rb"Nightingale",rb"thank you",rb"555-0100"):
        m=[x.start() for x in re.finditer(t,b)]
        assert not m, (len(b),t,len(m),m[:3], b[max(0,m[0]-60):m[0]+200])
