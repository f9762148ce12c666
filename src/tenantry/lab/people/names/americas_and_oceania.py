"""Names of Brazil, Mexico, Québec, Hawaii and Aotearoa New Zealand."""

# ruff: noqa: RUF001  # the okina is a letter of Hawaiian

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="pt-BR",
        country="Brazil",
        usage_location="BR",
        women=names(
            "Ana Luísa, Bárbara, Cecília, Fernanda, Flávia, Heloísa, Jussara, Larissa, Letícia, "
            "Maitê, Thaís, Vitória"
        ),
        men=names(
            "Caetano, Caio, Davi, Fábio, Heitor, João Pedro, Júlio, Luís, Mateus, Otávio, Thiago, "
            "Vinícius"
        ),
        surnames=surnames(
            "Albuquerque, Barbosa, Cardoso, Corrêa, da Conceição, dos Santos, Figueiredo, "
            "Gonçalves, Leitão, Macêdo, Nogueira, Pimentel, Rezende, Sampaio, Vasconcelos, Xavier"
        ),
        places=(
            place("São Paulo", "SP", "01310-100", "Rua dos Ipês, #", "+55 11 5555 ####"),
            place("Recife", "PE", "50010-000", "Rua do Frevo, #", "+55 81 5555 ####"),
            place("Porto Alegre", "RS", "90010-000", "Rua do Minuano, #", "+55 51 5555 ####"),
        ),
        mobile="+55 11 95555 ####",
    ),
    Culture(
        language="es-MX",
        country="Mexico",
        usage_location="MX",
        women=names(
            "Citlali, Dulce María, Guadalupe, Itzel, Jimena, Lucía, Maribel, Paloma, Regina, "
            "Sofía, Valeria, Xóchitl"
        ),
        men=names(
            "Alejandro, Ángel, Cuauhtémoc, Diego, Emiliano, Héctor, José Luis, Julián, Leonardo, "
            "Rodrigo, Tonatiuh, Ulises"
        ),
        surnames=surnames(
            "Aguilar Solís=Aguilar, Bautista Ríos=Bautista, Cárdenas Luna=Cardenas, "
            "Chávez Peña=Chavez, De la Cruz Mejía=Delacruz, Espinoza Rojas=Espinoza, "
            "Flores Nájera=Flores, Guzmán Olvera=Guzman, Hernández Cruz=Hernandez, "
            "Juárez Silva=Juarez, Martínez Téllez=Martinez, Ordóñez Lima=Ordonez, "
            "Ramírez Ochoa=Ramirez, Sánchez Ávila=Sanchez, Treviño Garza=Trevino, "
            "Villaseñor Paz=Villasenor"
        ),
        places=(
            place("Ciudad de México", "CDMX", "06000", "Calle Jacaranda #", "+52 55 5550 ####"),
            place("Guadalajara", "Jalisco", "44100", "Calle del Agave #", "+52 33 5550 ####"),
            place("Monterrey", "Nuevo León", "64000", "Calle de la Silla #", "+52 81 5550 ####"),
        ),
        mobile="+52 55 5551 ####",
    ),
    Culture(
        language="fr-CA",
        country="Canada",
        usage_location="CA",
        women=names(
            "Amélie, Anne-Sophie, Béatrice, Catherine, Dominique, Édith, Geneviève, Josée, Maude, "
            "Océane, Sarah-Maude, Zoé"
        ),
        men=names(
            "Alexis, Étienne, Félix, Gabriel, Guillaume, Jérémie, Marc-André, Mathieu, Olivier, "
            "Pierre-Luc, Samuel, Yannick"
        ),
        surnames=surnames(
            "Beaulieu, Bélanger, Boisvert, Côté, Deschênes, Desrosiers, Fortin, Gagnon, Gendron, "
            "Lachance, Lévesque, Ouellet, Pelletier, Thériault, Tremblay, Villeneuve"
        ),
        places=(
            place("Montréal", "Québec", "H2Y 1C6", "#, rue des Érables", "+1 514 555 01##"),
            place("Québec", "Québec", "G1R 2J5", "#, rue du Cap", "+1 418 555 01##"),
        ),
        mobile="+1 438 555 01##",
    ),
    Culture(
        language="haw-US",
        country="United States",
        usage_location="US",
        women=names(
            "Hōkū, Kalena, Kamalei, Keala, Kēhaulani, Leilani, Lilinoe, Mahina, Makana, Nālani, "
            "Noelani, ʻIwalani"
        ),
        men=names(
            "Ikaika, Kahiau, Kaimana, Kalani, Kamaka, Kānoa, Kawika, Keahi, Keoni, Makoa, Nohea, "
            "Pono"
        ),
        surnames=surnames(
            "Akana, Hoʻopai, Kaʻaihue, Kahale, Kahananui, Kaleo, Kanahele, Kauhane, Kealoha, "
            "Kekoa, Keliʻi, Mahoe, Makua, Nāone, Palakiko, Waiʻau"
        ),
        places=(
            place("Honolulu", "HI", "96813", "# Plumeria Street", "+1 808 555 01##"),
            place("Hilo", "HI", "96720", "# Rainbow Drive", "+1 808 555 01##"),
        ),
        mobile="+1 808 555 01##",
    ),
    Culture(
        language="mi-NZ",
        country="New Zealand",
        usage_location="NZ",
        women=names(
            "Anahera, Aroha, Hinemoa, Huia, Kahurangi, Kiri, Mārama, Mereana, Ngaio, Rāwinia, "
            "Tui, Whetū"
        ),
        men=names(
            "Ānaru, Hēmi, Hōne, Kauri, Manaaki, Mikaere, Nikau, Rāwiri, Rewi, Tāne, Tīpene, Wiremu"
        ),
        surnames=surnames(
            "Hēnare, Kereama, Kīngi, Mānihera, Nikora, Paki, Paraone, Parata, Pōtae, Rangihuna, "
            "Ruru, Tāmati, Te Rangi, Tūhoro, Waaka, Whaanga"
        ),
        places=(
            place("Wellington", "", "6011", "# Pōhutukawa Street", "+64 4 555 ####"),
            place("Auckland", "", "1010", "# Tōtara Lane", "+64 9 555 ####"),
            place("Rotorua", "", "3010", "# Geyser Road", "+64 7 555 ####"),
        ),
        mobile="+64 21 555 ###",
    ),
)
