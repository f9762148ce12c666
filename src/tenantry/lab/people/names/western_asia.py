"""Turkish, Georgian, Armenian, Arabic and Hebrew names."""

# ruff: noqa: RUF001  # names are written in the letters of their language

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="tr-TR",
        country="Türkiye",
        usage_location="TR",
        women=names(
            "Aslı, Ayşe, Büşra, Çiğdem, Defne, Elif, Gülşah, İpek, Nazlı, Özlem, Şebnem, Zeynep"
        ),
        men=names(
            "Barış, Burak, Cem, Çağrı, Emre, Gökhan, İbrahim, Kağan, Oğuz, Serdar, Şükrü, Ümit"
        ),
        surnames=surnames(
            "Akın, Aydoğan, Çelik, Demir, Doğan, Ersoy, Güneş, İnan, Karaca, Kılıç, Öztürk, Şahin, "
            "Taş, Uçar, Yıldız, Yılmaz"
        ),
        places=(
            place("İstanbul", "İstanbul", "34425", "Martı Sokak #", "+90 212 555 ####"),
            place("Ankara", "Ankara", "06420", "Gelincik Sokak #", "+90 312 555 ####"),
            place("İzmir", "İzmir", "35210", "Körfez Sokak #", "+90 232 555 ####"),
        ),
        mobile="+90 532 555 ####",
    ),
    Culture(
        language="ka-GE",
        country="Georgia",
        usage_location="GE",
        women=names(
            "ანა=Ana, ეკა=Eka, ელენე=Elene, თამარი=Tamari, თეონა=Teona, ია=Ia, ლელა=Lela, "
            "მარიამი=Mariami, ნათია=Natia, ნინო=Nino, სალომე=Salome, ქეთევანი=Ketevani"
        ),
        men=names(
            "ალექსი=Aleksi, ბექა=Beka, გიორგი=Giorgi, დავითი=Daviti, ზურაბი=Zurabi, "
            "ირაკლი=Irakli, ლაშა=Lasha, ლევანი=Levani, ლუკა=Luka, ნიკა=Nika, სანდრო=Sandro, "
            "შოთა=Shota"
        ),
        surnames=surnames(
            "ბერიძე=Beridze, გელაშვილი=Gelashvili, დოლიძე=Dolidze, კაპანაძე=Kapanadze, "
            "კიკნაძე=Kiknadze, ლომიძე=Lomidze, მაისურაძე=Maisuradze, მამულაშვილი=Mamulashvili, "
            "ნადირაძე=Nadiradze, ოქრუაშვილი=Okruashvili, სამხარაძე=Samkharadze, ტაბიძე=Tabidze, "
            "ფირცხალავა=Pirtskhalava, ქავთარაძე=Kavtaradze, ცინცაძე=Tsintsadze, ხარაძე=Kharadze"
        ),
        places=(
            place("Tbilisi", "", "0105", "Mtkvari St. #", "+995 32 255 ####"),
            place("Batumi", "Adjara", "6010", "Magnolia St. #", "+995 422 55 ####"),
        ),
        mobile="+995 595 55 ####",
    ),
    Culture(
        language="hy-AM",
        country="Armenia",
        usage_location="AM",
        women=names(
            "Անահիտ=Anahit, Անի=Ani, Արմինե=Armine, Գայանե=Gayane, Լիլիթ=Lilit, Լուսինե=Lusine, "
            "Հասմիկ=Hasmik, Մարիամ=Mariam, Նարե=Nare, Նունե=Nune, Շուշան=Shushan, Սոնա=Sona"
        ),
        men=names(
            "Աշոտ=Ashot, Արամ=Aram, Արմեն=Armen, Գոռ=Gor, Դավիթ=Davit, Էդգար=Edgar, Կարեն=Karen, "
            "Հայկ=Hayk, Նարեկ=Narek, Սուրեն=Suren, Վահե=Vahe, Տիգրան=Tigran"
        ),
        surnames=surnames(
            "Աբրահամյան=Abrahamyan, Ավագյան=Avagyan, Գրիգորյան=Grigoryan, Դանիելյան=Danielyan, "
            "Զաքարյան=Zakaryan, Թորոսյան=Torosyan, Խաչատրյան=Khachatryan, "
            "Կարապետյան=Karapetyan, Հակոբյան=Hakobyan, Հարությունյան=Harutyunyan, "
            "Մարտիրոսյան=Martirosyan, Մկրտչյան=Mkrtchyan, Ներսիսյան=Nersisyan, "
            "Պետրոսյան=Petrosyan, Սիմոնյան=Simonyan, Վարդանյան=Vardanyan"
        ),
        places=(
            place("Yerevan", "", "0010", "Tsirani St. #", "+374 10 55 ####"),
            place("Gyumri", "Shirak", "3101", "Vardan St. #", "+374 312 5 ####"),
        ),
        mobile="+374 91 55 ####",
    ),
    Culture(
        language="ar-EG",
        country="Egypt",
        usage_location="EG",
        women=names(
            "أمينة=Amina, بسمة=Basma, دعاء=Doaa, رانيا=Rania, سارة=Sara, شيماء=Shaimaa, "
            "فاطمة=Fatma, ليلى=Layla, مريم=Mariam, نورا=Nora, هدى=Hoda, ياسمين=Yasmin"
        ),
        men=names(
            "أحمد=Ahmed, إبراهيم=Ibrahim, أيمن=Ayman, حسن=Hassan, خالد=Khaled, سامح=Sameh, "
            "طارق=Tarek, عمر=Omar, كريم=Karim, محمود=Mahmoud, مصطفى=Mostafa, يوسف=Youssef"
        ),
        surnames=surnames(
            "البحيري=El-Beheiry, الجمال=El-Gammal, الحداد=El-Haddad, الدسوقي=El-Desouky, "
            "الشريف=El-Sherif, الصاوي=El-Sawy, الفقي=El-Feky, المصري=El-Masry, "
            "النجار=El-Naggar, بدوي=Badawy, حجازي=Hegazy, رشدي=Roshdy, سليمان=Soliman, "
            "شاهين=Shahin, عبد الرحمن=Abdelrahman, فؤاد=Fouad"
        ),
        places=(
            place("Cairo", "Cairo", "11511", "# Nile Gate St.", "+20 2 2555 ####"),
            place("Alexandria", "Alexandria", "21500", "# Pharos St.", "+20 3 555 ####"),
        ),
        mobile="+20 100 555 ####",
    ),
    Culture(
        language="he-IL",
        country="Israel",
        usage_location="IL",
        women=names(
            "אביגיל=Avigail, דנה=Dana, הילה=Hila, יעל=Yael, ליאת=Liat, מאיה=Maya, מיכל=Michal, "
            "נועה=Noa, עדי=Adi, רוני=Roni, שירה=Shira, תמר=Tamar"
        ),
        men=names(
            "איתי=Itai, אלון=Alon, אריאל=Ariel, גיא=Guy, דוד=David, יונתן=Yonatan, יוסף=Yosef, "
            "מתן=Matan, נדב=Nadav, עומר=Omer, רועי=Roi, תומר=Tomer"
        ),
        surnames=surnames(
            "אברהמי=Avrahami, ברק=Barak, גולן=Golan, דהן=Dahan, הראל=Harel, זהבי=Zehavi, "
            "חזן=Hazan, טל=Tal, כהן=Cohen, לביא=Lavi, מזרחי=Mizrahi, נחום=Nahum, עמית=Amit, "
            "פרידמן=Friedman, קפלן=Kaplan, שגב=Segev"
        ),
        places=(
            place("Tel Aviv", "", "6688101", "# HaOgen St.", "+972 3 555 ####"),
            place("Haifa", "", "3303139", "# HaCarmelit St.", "+972 4 855 ####"),
        ),
        mobile="+972 50 555 ####",
    ),
)
