"""Hindi, Tamil, Thai and Vietnamese names."""

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="hi-IN",
        country="India",
        usage_location="IN",
        women=names(
            "अनन्या=Ananya, आरती=Aarti, काव्या=Kavya, दिव्या=Divya, नेहा=Neha, पूजा=Pooja, "
            "प्रिया=Priya, मीरा=Meera, रश्मि=Rashmi, शालिनी=Shalini, सुनीता=Sunita, स्वाति=Swati"
        ),
        men=names(
            "अजय=Ajay, अमित=Amit, आदित्य=Aditya, करण=Karan, गौरव=Gaurav, दीपक=Deepak, नवीन=Naveen, "
            "मनोज=Manoj, राहुल=Rahul, विकास=Vikas, संजय=Sanjay, हर्ष=Harsh"
        ),
        surnames=surnames(
            "अग्रवाल=Agarwal, कपूर=Kapoor, गुप्ता=Gupta, चतुर्वेदी=Chaturvedi, चौहान=Chauhan, "
            "जोशी=Joshi, तिवारी=Tiwari, त्रिपाठी=Tripathi, दुबे=Dubey, पाठक=Pathak, मिश्रा=Mishra, "
            "यादव=Yadav, वर्मा=Verma, शर्मा=Sharma, सक्सेना=Saxena, सिंह=Singh"
        ),
        places=(
            place("New Delhi", "Delhi", "110001", "# Gulmohar Marg", "+91 11 5550 ####"),
            place("Lucknow", "Uttar Pradesh", "226001", "# Gomti Path", "+91 522 555 ####"),
            place("Jaipur", "Rajasthan", "302001", "# Gulabi Marg", "+91 141 555 ####"),
        ),
        mobile="+91 90005 5####",
    ),
    Culture(
        language="ta-IN",
        country="India",
        usage_location="IN",
        women=names(
            "அமுதா=Amudha, இளவரசி=Ilavarasi, கயல்விழி=Kayalvizhi, கவிதா=Kavitha, செல்வி=Selvi, "
            "தேன்மொழி=Thenmozhi, நந்தினி=Nandhini, பூங்கோதை=Poongodhai, மலர்விழி=Malarvizhi, "
            "மீனாட்சி=Meenakshi, யாழினி=Yazhini, வள்ளி=Valli"
        ),
        men=names(
            "அன்பு=Anbu, இளங்கோ=Ilango, கதிர்=Kathir, குமரன்=Kumaran, செந்தில்=Senthil, "
            "தமிழரசன்=Thamizharasan, நெடுஞ்செழியன்=Nedunchezhiyan, பாரி=Paari, மணி=Mani, "
            "முருகன்=Murugan, வெற்றி=Vetri, வேலன்=Velan"
        ),
        surnames=surnames(
            "அண்ணாமலை=Annamalai, ஆறுமுகம்=Arumugam, இராமசாமி=Ramasamy, கணேசன்=Ganesan, "
            "கந்தசாமி=Kandasamy, கருப்பையா=Karuppiah, கோவிந்தன்=Govindan, சண்முகம்=Shanmugam, "
            "சிவகுமார்=Sivakumar, சுப்பிரமணியன்=Subramanian, நடராஜன்=Natarajan, "
            "பழனிசாமி=Palanisamy, பெருமாள்=Perumal, மாணிக்கம்=Manickam, ராஜேந்திரன்=Rajendran, "
            "வேலுசாமி=Velusamy"
        ),
        places=(
            place("Chennai", "Tamil Nadu", "600001", "# Marina Veedhi", "+91 44 5550 ####"),
            place("Madurai", "Tamil Nadu", "625001", "# Vaigai Veedhi", "+91 452 555 ####"),
        ),
        mobile="+91 90035 5####",
    ),
    Culture(
        language="th-TH",
        country="Thailand",
        usage_location="TH",
        women=names(
            "กมลชนก=Kamonchanok, จันทร์เพ็ญ=Chanphen, ชลธิชา=Chonthicha, ณัฐธิดา=Natthida, "
            "ดวงใจ=Duangjai, นภัสสร=Napatsorn, ปาริชาต=Parichat, พิมพ์ชนก=Pimchanok, มาลี=Malee, "
            "วรรณา=Wanna, ศิริพร=Siriporn, อรทัย=Orathai"
        ),
        men=names(
            "กิตติ=Kitti, เกรียงไกร=Kriangkrai, จักรพงษ์=Chakkraphong, ณัฐพล=Nattapon, "
            "ธนากร=Thanakorn, ธีรวัฒน์=Teerawat, นพดล=Noppadon, ประเสริฐ=Prasert, "
            "พงศกร=Pongsakorn, วิชัย=Wichai, สมชาย=Somchai, อนันต์=Anan"
        ),
        surnames=surnames(
            "แก้วมณี=Kaewmanee, จันทรา=Chantra, ใจดี=Jaidee, ชัยวัฒน์=Chaiwat, ทองดี=Thongdee, "
            "บุญมา=Boonma, พรหมมา=Promma, พันธุ์ดี=Phandee, มีสุข=Meesuk, รัตนพันธ์=Rattanaphan, "
            "วงศ์สุวรรณ=Wongsuwan, ศรีสุข=Srisuk, สายทอง=Saithong, สุขสวัสดิ์=Suksawat, "
            "แสงจันทร์=Saengchan, อินทร์แก้ว=Inkaew"
        ),
        places=(
            place("Bangkok", "", "10500", "# Dok Khun Rd.", "+66 2 555 ####"),
            place("Chiang Mai", "Chiang Mai", "50200", "# Doi Rd.", "+66 53 555 ###"),
        ),
        mobile="+66 81 555 ####",
    ),
    Culture(
        language="vi-VN",
        country="Vietnam",
        usage_location="VN",
        family_first=True,
        women=names(
            "Bích Ngọc, Diễm Quỳnh, Hoài An, Hồng Nhung, Kim Ngân, Lan Hương, Mai Phương, "
            "Ngọc Ánh, Phương Thảo, Quỳnh Như, Thanh Thủy, Tuyết Mai"
        ),
        men=names(
            "Anh Tuấn, Bảo Long, Đình Khôi, Đức Minh, Gia Huy, Hải Đăng, Hữu Phước, Minh Quân, "
            "Ngọc Sơn, Quang Vinh, Thành Đạt, Việt Dũng"
        ),
        surnames=surnames(
            "Bùi, Đặng, Đinh, Đoàn, Dương, Hồ, Hoàng, Huỳnh, Lê, Lương, Lý, Ngô, Nguyễn, Phạm, "
            "Trần, Vũ"
        ),
        places=(
            place("Hà Nội", "", "100000", "# Phố Hoa Sữa", "+84 24 5555 ####"),
            place("Đà Nẵng", "", "550000", "# Đường Sông Hàn", "+84 236 555 ####"),
            place("Thành phố Hồ Chí Minh", "", "700000", "# Đường Bến Mới", "+84 28 5555 ####"),
        ),
        mobile="+84 90 555 ####",
    ),
)
