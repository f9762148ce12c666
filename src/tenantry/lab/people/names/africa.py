"""Yoruba, Amharic, Swahili and Zulu names."""

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="yo-NG",
        country="Nigeria",
        usage_location="NG",
        women=names(
            "Àbẹ̀kẹ́, Adéọlá, Bùkọ́lá, Ẹniọlá, Fọlákẹ́, Ìyábọ̀, Mọ́rẹ́nikẹ́, Ọmọ́tọ́lá, Ṣadé, Títílayọ̀, "
            "Tóyìn, Yétúndé"
        ),
        men=names(
            "Adébáyọ̀, Akin, Ayọ̀délé, Bánkọ́lé, Dàpọ̀, Fẹ́mi, Gbénga, Káyọ̀dé, Ọlá, Olúmídé, Ṣẹ́gun, "
            "Túndé"
        ),
        surnames=surnames(
            "Adébísí, Adéyẹmí, Afọlábí, Àjàyí, Akíndélé, Bámgbóṣé, Fágbọ̀hún, Ìdòwú, Ládípọ̀, "
            "Odùyọyè, Ògúnlẹ́yẹ, Òjó, Okúnọlá, Olátúnjí, Ọdẹ́yẹmí, Ṣóyọyè"
        ),
        places=(
            place("Lagos", "Lagos", "101233", "# Agidigbo Street", "+234 1 555 ####"),
            place("Ibadan", "Oyo", "200212", "# Agbala Road", "+234 2 555 ####"),
        ),
        mobile="+234 803 555 ####",
    ),
    Culture(
        language="am-ET",
        country="Ethiopia",
        usage_location="ET",
        women=names(
            "ሀና=Hana, ሄለን=Helen, ለምለም=Lemlem, ማርታ=Marta, ሰላም=Selam, ሣራ=Sara, ብርቱካን=Birtukan, "
            "ትዕግስት=Tigist, አስቴር=Aster, አበባ=Abeba, ገነት=Genet, ፍቅርተ=Fikirte"
        ),
        men=names(
            "ሀይሉ=Hailu, ለማ=Lemma, መኮንን=Mekonnen, ሰለሞን=Solomon, ብርሃኑ=Birhanu, ተስፋዬ=Tesfaye, "
            "አበበ=Abebe, ኤፍሬም=Ephrem, ከበደ=Kebede, ዮሐንስ=Yohannes, ዳንኤል=Daniel, ግርማ=Girma"
        ),
        surnames=surnames(
            "ለገሰ=Legesse, ሙሉጌታ=Mulugeta, ሽፈራው=Shiferaw, በቀለ=Bekele, ታደሰ=Tadesse, ተፈራ=Tefera, "
            "አለሙ=Alemu, አሰፋ=Assefa, ወልዴ=Wolde, ዘለቀ=Zeleke, ደሳለኝ=Desalegn, ደምሴ=Demissie, "
            "ገብሬ=Gebre, ጌታቸው=Getachew, ፀጋዬ=Tsegaye, ፈቃዱ=Fekadu"
        ),
        places=(
            place("Addis Ababa", "", "1000", "Meskel Flower Rd. #", "+251 11 555 ####"),
            place("Bahir Dar", "Amhara", "6000", "Tana Rd. #", "+251 58 555 ####"),
        ),
        mobile="+251 91 555 ####",
    ),
    Culture(
        language="sw-KE",
        country="Kenya",
        usage_location="KE",
        women=names(
            "Asha, Fatuma, Halima, Imani, Mwanaisha, Neema, Rehema, Saida, Subira, Tumaini, "
            "Zawadi, Zuhura"
        ),
        men=names(
            "Abdalla, Baraka, Faraji, Hamisi, Jabari, Juma, Musa, Rashidi, Salim, Sefu, Yusufu, "
            "Zuberi"
        ),
        surnames=surnames(
            "Kamau, Kariuki, Kimani, Kiprop, Maina, Mutua, Mwangi, Nderitu, Njoroge, Ochieng, "
            "Odhiambo, Omondi, Otieno, Wafula, Wanjala, Were"
        ),
        places=(
            place("Nairobi", "", "00100", "# Twiga Lane", "+254 20 555 ####"),
            place("Mombasa", "", "80100", "# Jahazi Road", "+254 41 555 ####"),
        ),
        mobile="+254 722 555 ###",
    ),
    Culture(
        language="zu-ZA",
        country="South Africa",
        usage_location="ZA",
        women=names(
            "Ayanda, Bongiwe, Hlengiwe, Khanyisile, Lindiwe, Nandi, Nobuhle, Nomvula, Sibongile, "
            "Thandeka, Zanele, Zodwa"
        ),
        men=names(
            "Bheki, Dumisani, Jabulani, Langa, Mandla, Menzi, Musawenkosi, Sandile, Sibusiso, "
            "Themba, Vusi, Xolani"
        ),
        surnames=surnames(
            "Buthelezi, Cele, Dlamini, Gumede, Hadebe, Khumalo, Luthuli, Mabaso, Mkhize, Mthembu, "
            "Ndlovu, Ngcobo, Nxumalo, Shabalala, Sithole, Zungu"
        ),
        places=(
            place("Durban", "KwaZulu-Natal", "4001", "# Dolphin Road", "+27 31 555 ####"),
            place("Johannesburg", "Gauteng", "2001", "# Jacaranda Street", "+27 11 555 ####"),
        ),
        mobile="+27 82 555 ####",
    ),
)
