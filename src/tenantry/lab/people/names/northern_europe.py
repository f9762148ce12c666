"""Swedish, Danish, Finnish, Icelandic and Lithuanian names."""

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="sv-SE",
        country="Sweden",
        usage_location="SE",
        women=names(
            "Annika, Astrid, Åsa, Ebba, Elin, Frida, Ingrid, Linnéa, Maja, Märta, Saga, Tyra"
        ),
        men=names(
            "Axel, Björn, Elias, Göran, Håkan, Isak, Jörgen, Lars, Melker, Nils, Sixten, Åke"
        ),
        surnames=surnames(
            "Andersson, Bergström, Dahlgren, Ekström, Forsberg, Gustafsson, Holmqvist, Isaksson, "
            "Lindström, Nyström, Öberg, Rönnberg, Sandström, Söderlund, Wallin, Åkesson"
        ),
        places=(
            place("Stockholm", "", "111 20", "Fyrgränd #", "+46 8 555 ####"),
            place("Göteborg", "", "411 06", "Hamnstigen #", "+46 31 555 ####"),
            place("Malmö", "", "211 22", "Sundsgatan #", "+46 40 555 ####"),
        ),
        mobile="+46 70 555 ####",
    ),
    Culture(
        language="da-DK",
        country="Denmark",
        usage_location="DK",
        women=names(
            "Agnete, Birgitte, Dorthe, Freja, Gry, Karoline, Kirstine, Maren, Nanna, Signe, Sofie, "
            "Trine"
        ),
        men=names(
            "Anders, Asger, Bjarke, Esben, Jeppe, Kjeld, Magnus, Mikkel, Rasmus, Søren, Torben, "
            "Villads"
        ),
        surnames=surnames(
            "Bech, Christensen, Frandsen, Højgaard, Jørgensen, Kjær, Kristoffersen, Lauritsen, "
            "Mølgaard, Nørgaard, Østergaard, Rasmussen, Skov, Søndergaard, Thygesen, Vestergaard"
        ),
        places=(
            place("København", "", "1208", "Havnestræde #", "+45 33 55 ####"),
            place("Aarhus", "", "8000", "Åkanten #", "+45 86 55 ####"),
            place("Odense", "", "5000", "Eventyrgade #", "+45 66 55 ####"),
        ),
        mobile="+45 20 55 ####",
    ),
    Culture(
        language="fi-FI",
        country="Finland",
        usage_location="FI",
        women=names(
            "Aino, Eeva, Helmi, Hilla, Inkeri, Kaisa, Lotta, Minna, Päivi, Satu, Tyyne, Venla"
        ),
        men=names(
            "Aleksi, Eero, Heikki, Ilmari, Jyrki, Kalle, Mikko, Onni, Pekka, Sampo, Väinö, Yrjö"
        ),
        surnames=surnames(
            "Aaltonen, Heikkilä, Hämäläinen, Järvinen, Kettunen, Korhonen, Laine, Lehtinen, "
            "Mäkelä, Niskanen, Pitkänen, Rantanen, Salmi, Tähtinen, Virtanen, Ylönen"
        ),
        places=(
            place("Helsinki", "", "00100", "Majakkakuja #", "+358 9 555 ####"),
            place("Tampere", "", "33100", "Koskitie #", "+358 3 555 ####"),
            place("Oulu", "", "90100", "Pohjanpolku #", "+358 8 555 ####"),
        ),
        mobile="+358 40 555 ####",
    ),
    Culture(
        language="is-IS",
        country="Iceland",
        usage_location="IS",
        women=names(
            "Álfheiður, Ásdís, Bryndís, Guðrún, Hrafnhildur, Ingibjörg, Kristín, Ragnheiður, "
            "Sigríður, Steinunn, Þórdís, Þórunn"
        ),
        men=names(
            "Ásgeir, Birkir, Guðmundur, Hákon, Ísak, Jökull, Kári, Ólafur, Sigurður, Snorri, "
            "Þorsteinn, Ægir"
        ),
        surnames=surnames(
            "Árnadóttir/Árnason, Björnsdóttir/Björnsson, Einarsdóttir/Einarsson, "
            "Guðmundsdóttir/Guðmundsson, Hákonardóttir/Hákonarson, Helgadóttir/Helgason, "
            "Jónsdóttir/Jónsson, Kristjánsdóttir/Kristjánsson, Magnúsdóttir/Magnússon, "
            "Ólafsdóttir/Ólafsson, Pálsdóttir/Pálsson, Ragnarsdóttir/Ragnarsson, "
            "Sigurðardóttir/Sigurðarson, Stefánsdóttir/Stefánsson, "
            "Þorsteinsdóttir/Þorsteinsson, Þórðardóttir/Þórðarson"
        ),
        places=(
            place("Reykjavík", "", "101", "Vitagata #", "+354 555 ####"),
            place("Akureyri", "", "600", "Fjarðarbraut #", "+354 556 ####"),
        ),
        mobile="+354 855 ####",
    ),
    Culture(
        language="lt-LT",
        country="Lithuania",
        usage_location="LT",
        women=names(
            "Agnė, Austėja, Daiva, Eglė, Gabija, Ieva, Jūratė, Kotryna, Miglė, Rūta, Ugnė, Živilė"
        ),
        men=names(
            "Algirdas, Darius, Gediminas, Jonas, Kęstutis, Lukas, Mantas, Rokas, Saulius, Tomas, "
            "Vytautas, Žygimantas"
        ),
        surnames=surnames(
            "Balčiūnaitė/Balčiūnas, Butkutė/Butkus, Giedraitytė/Giedraitis, "
            "Jankauskienė/Jankauskas, Kazlauskienė/Kazlauskas, Mickevičiūtė/Mickevičius, "
            "Navickienė/Navickas, Paulauskienė/Paulauskas, Petrauskaitė/Petrauskas, "
            "Rimkutė/Rimkus, Sakalauskaitė/Sakalauskas, Stankevičiūtė/Stankevičius, "
            "Šimkutė/Šimkus, Urbonaitė/Urbonas, Vasiliauskaitė/Vasiliauskas, Žukienė/Žukas"
        ),
        places=(
            place("Vilnius", "", "LT-01103", "Gintaro g. #", "+370 5 255 ####"),
            place("Kaunas", "", "LT-44280", "Santakos g. #", "+370 37 55 ####"),
        ),
        mobile="+370 605 5####",
    ),
)
